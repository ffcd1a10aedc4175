import ArgumentParser
import Digests
import Executors
import FoundationEssentials
import WorkflowDefinitions

/// A folder of workflows or of scenarios, for the commands that need no daemon.
struct DefinitionFolder {
  /// The prefix for file names with which a terminal or GitHub finds them; empty for the working folder.
  let place: String
  /// The files by name: definitions, then templates.
  let files: [SourceFile]

  init(_ folder: String, of what: String = "workflow") throws {
    do {
      files = try DefinitionFolderReader().read(folder, what == "scenario" ? [.scenarios] : [.definitions, .templates])
    } catch {
      let reasons = error.list.map { "\(Cell.plain($0.file)): \(Cell.plain($0.message))" }.joined(separator: "; ")
      throw ValidationError("'\(Cell.plain(folder))' cannot be read: name a folder with \(what) files (\(reasons))")
    }
    var place = folder
    while place.hasPrefix("./") { place.removeFirst(2) }
    while place.count > 1, place.hasSuffix("/") { place.removeLast() }
    self.place = place == "." ? "" : place
  }

  /// Returns how many folders above a folder of definitions the top of its tree lies: as far up as a folder holds workflows,
  /// or the files below it include some from above them.
  static func foldersAbove(_ folder: String) -> Int {
    var parts = folder.split(separator: "/").map(String.init)
    guard let own = parts.last, !TreePath.apart.contains(own) else { return 0 }
    var texts = Self.texts(in: parts)
    for level in 0..<TreePath.deepest {
      let leadsUp = texts.contains {
        $0.split(separator: "\n").contains { $0.hasPrefix("include:") && $0.contains("../") }
      }
      parts.removeLast()
      if parts.isEmpty { return level }
      texts = Self.texts(in: parts)
      let holdsWorkflows = texts.contains { $0.split(separator: "\n").contains { $0.hasPrefix("workflow:") } }
      if !leadsUp, !holdsWorkflows { return level }
    }
    return TreePath.deepest
  }

  /// The texts of the definitions at the top of a folder; unreadable and large files are left out.
  private static func texts(in parts: [String]) -> [String] {
    let folder = "/" + parts.joined(separator: "/")
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.filter(TreePath.isDefinition).prefix(100).compactMap { name in
      guard let data = FileManager.default.contents(atPath: "\(folder)/\(name)"), data.count <= 1 << 20 else {
        return nil
      }
      return String(decoding: data, as: UTF8.self)
    }
  }
}

extension BundleLoader {
  /// A loader like the daemon's, with its default limits.
  static var standard: BundleLoader {
    BundleLoader(
      catalogue: StandardExecutors.catalogue, zones: SystemZones(), digest: { SHA256.hash($0) })
  }
}
