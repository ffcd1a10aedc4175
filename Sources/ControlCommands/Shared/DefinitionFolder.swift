import ArgumentParser
import Crypto
import Executors
import WorkflowDefinitions

/// A folder of workflows, or of their scenarios, as the commands that need no daemon read it.
struct DefinitionFolder {
  /// As it is put before a file's name, so that a terminal and GitHub find it; empty for the working folder.
  let place: String
  /// By name: definitions, then templates.
  let files: [SourceFile]

  init(_ folder: String, of what: String = "workflow") throws {
    do {
      files = try DefinitionFolderReader().read(folder, [.definitions, .templates])
    } catch {
      let reasons = error.list.map { "\(Cell.plain($0.file)): \(Cell.plain($0.message))" }.joined(separator: "; ")
      throw ValidationError("'\(Cell.plain(folder))' cannot be read: name a folder with \(what) files (\(reasons))")
    }
    var place = folder
    while place.hasPrefix("./") { place.removeFirst(2) }
    while place.count > 1, place.hasSuffix("/") { place.removeLast() }
    self.place = place == "." ? "" : place
  }
}

extension BundleLoader {
  /// As the daemon reads definitions, with its limits by default.
  static var standard: BundleLoader {
    BundleLoader(
      catalogue: StandardExecutors.catalogue, zones: SystemZones(), digest: { Array(SHA256.hash(data: $0)) })
  }
}
