import CivilTime
import Digests
import Execution
import Executors
import Statecharts
import Storage
import WorkflowDefinitions

/// Definitions and templates of a folder, checked and compiled.
struct Deployment: Sendable {
  /// One bundle for each root workflow.
  var bundles: [Statecharts.Bundle]
  /// The files of each bundle as the store keeps them, in the order of the bundles.
  var records: [BundleRecord]
  var templates: MailTemplates
  var warnings: [Finding]

  /// The versions for people: `booking 1f2e3d4c5b6a, order 6a5b4c3d2e1f`.
  var versions: String { bundles.map { "\($0.root.name) \($0.hash.prefix(12))" }.joined(separator: ", ") }

  /// The deployment with the time at which the store records it.
  func dated(_ now: Instant) -> Deployment {
    var dated = self
    for index in dated.records.indices { dated.records[index].deployedAt = now.microsecondsRoundedUp }
    return dated
  }

  static let digest: @Sendable ([UInt8]) -> [UInt8] = { SHA256.hash($0) }

  /// Reads a workflows folder. Throws `Findings` with everything that is wrong with its definitions and templates.
  static func read(_ folder: String, loader: BundleLoader, now: Instant) throws(Findings) -> Deployment {
    let files = try sources(folder)
    var loader = loader
    loader.checksTemplates = true
    let loaded = try loader.load(files)
    return Deployment(
      bundles: loaded.bundles,
      records: zip(loaded.bundles, loaded.sources).map { bundle, sources in
        BundleRecord(
          hash: bundle.hash, deployedAt: now.microsecondsRoundedUp,
          files: sources.map { BundleRecord.File(path: $0.path, source: $0.source) })
      }, templates: try templates(files), warnings: loaded.warnings)
  }

  /// Without a mail step in the catalogue, the loader has not checked the templates.
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
