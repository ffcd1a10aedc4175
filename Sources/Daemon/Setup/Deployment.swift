import CivilTime
import Crypto
import Execution
import Executors
import Statecharts
import Storage
import WorkflowDefinitions

/// Definitions and templates of a folder, checked and compiled.
struct Deployment: Sendable {
  var bundles: [Statecharts.Bundle]
  var templates: MailTemplates
  var record: BundleRecord
  var warnings: [Finding]

  var hash: String { record.hash }

  static let digest: @Sendable ([UInt8]) -> [UInt8] = { Array(SHA256.hash(data: $0)) }

  /// Reads a workflows folder. Throws `Findings` with everything that is wrong with its definitions and templates.
  static func read(_ folder: String, loader: BundleLoader, now: Instant) throws -> Deployment {
    let files = try sources(folder)
    var loader = loader
    loader.checksTemplates = true
    let loaded = try loader.load(files)
    return Deployment(
      bundles: loaded.bundles, templates: try templates(files),
      record: BundleRecord(
        hash: loaded.bundles.first?.hash ?? "", deployedAt: now.microsecondsRoundedUp,
        files: files.map { BundleRecord.File(path: $0.path, source: $0.source) }),
      warnings: loaded.warnings)
  }

  /// Without a mail step in the catalogue the loader has not looked at them.
  private static func templates(_ files: [SourceFile]) throws(Findings) -> MailTemplates {
    do {
      return try MailTemplates(bundle: files.map { StepTemplates.File(path: $0.path, source: $0.source) })
    } catch {
      throw Findings(
        error.faults.map { fault in
          Finding(
            code: "bad-template", file: "templates/" + fault.file, line: fault.line, column: 1, message: fault.message)
        })
    }
  }

  /// Definitions at the top, templates below it.
  static func sources(_ folder: String) throws(Findings) -> [SourceFile] {
    try DefinitionFolderReader().read(folder, [.definitions, .templates])
  }
}
