import CivilTime
import Crypto
import Executors
import Statecharts
import Storage
import WorkflowDefinitions

/// Definitions and templates of a folder, checked and compiled.
struct Deployment: Sendable {
  var bundles: [Statecharts.Bundle]
  var record: BundleRecord
  var warnings: [Finding]
  var templates: [MailTemplateFile]

  static let digest: @Sendable ([UInt8]) -> [UInt8] = { Array(SHA256.hash(data: $0)) }

  /// Reads a workflows folder. Throws `Findings` with everything that is wrong.
  static func read(_ folder: String, loader: BundleLoader, now: Instant) throws -> Deployment {
    let files = try sources(folder)
    let loaded = try loader.load(files)
    let hash = loaded.bundles.first?.hash ?? ""
    return Deployment(
      bundles: loaded.bundles,
      record: BundleRecord(
        hash: hash, deployedAt: now.microsecondsRoundedUp,
        files: files.map { BundleRecord.File(path: $0.path, source: $0.source) }),
      warnings: loaded.warnings,
      templates: files.filter { $0.path.hasPrefix("templates/") && $0.path.hasSuffix(".mail") }.map {
        MailTemplateFile(
          name: String($0.path.dropFirst("templates/".count)), text: String(decoding: $0.source, as: UTF8.self))
      })
  }

  /// Definitions at the top, templates below it.
  static func sources(_ folder: String) throws(Findings) -> [SourceFile] {
    try DefinitionFolderReader().read(folder, [.definitions, .templates])
  }

  /// Compiles a bundle again from the sources that the store keeps, for a family that is pinned to it.
  static func old(
    _ hash: String, workflow: String, store: any StoreReader, loader: BundleLoader
  ) -> Statecharts.Bundle? {
    do {
      guard let record = try store.bundle(hash) else { return nil }
      let files = record.files.map { SourceFile(path: $0.path, source: $0.source) }
      let loaded = try loader.load(files)
      return loaded.bundles.first { $0.root.name == workflow }
    } catch {
      return nil
    }
  }
}
