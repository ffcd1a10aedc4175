import ArgumentParser
import Digests
import Executors
import WorkflowDefinitions

/// A folder of workflows or of scenarios, for the commands that need no daemon.
struct DefinitionFolder {
  /// The prefix for file names with which a terminal or GitHub finds them; empty for the working folder.
  let place: String
  /// The files by name: definitions, then templates.
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
  /// A loader like the daemon's, with its default limits.
  static var standard: BundleLoader {
    BundleLoader(
      catalogue: StandardExecutors.catalogue, zones: SystemZones(), digest: { SHA256.hash($0) })
  }
}
