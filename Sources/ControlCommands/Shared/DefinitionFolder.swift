import ArgumentParser
import Crypto
import Executors
import FoundationEssentials
import WorkflowDefinitions

/// A folder of workflows, or of their scenarios, as the commands that need no daemon read it.
struct DefinitionFolder {
  /// More than this is no definition, and is not read into memory to be told so.
  static let largestFile = 16 << 20

  /// As it is put before a file's name, so that a terminal and GitHub find it; empty for the working folder.
  let place: String
  /// By name: definitions, then templates.
  let files: [SourceFile]

  init(_ folder: String, of what: String = "workflow") throws {
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: folder)
        .filter { $0.hasSuffix(".yaml") || $0.hasSuffix(".yml") }.sorted()
    } catch {
      throw ValidationError("'\(Cell.plain(folder))' cannot be read: name a folder with \(what) files")
    }
    let templates = (try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/templates")) ?? []
    files = try (names + templates.filter { $0.hasSuffix(".mail") }.sorted().map { "templates/\($0)" }).map {
      try SourceFile(path: $0, source: Self.read("\(folder)/\($0)"))
    }
    var place = folder
    while place.hasPrefix("./") { place.removeFirst(2) }
    while place.count > 1, place.hasSuffix("/") { place.removeLast() }
    self.place = place == "." ? "" : place
  }

  private static func read(_ path: String) throws -> [UInt8] {
    func refusal(_ why: String) -> ValidationError { ValidationError("'\(Cell.plain(path))' cannot be read: \(why)") }
    let target = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    guard let attributes = try? FileManager.default.attributesOfItem(atPath: target) else {
      throw refusal("it is gone")
    }
    switch attributes[.type] as? FileAttributeType {
    case .typeRegular?: break
    case .typeDirectory?: throw refusal("it is a folder; name it otherwise")
    case .typeSymbolicLink?: throw refusal("the link leads nowhere")
    default: throw refusal("it is no file")
    }
    let size = (attributes[.size] as? UInt64) ?? UInt64((attributes[.size] as? Int) ?? 0)
    if size > UInt64(largestFile) { throw refusal("it has more than \(largestFile >> 20) MiB") }
    do {
      return Array(try Data(contentsOf: URL(fileURLWithPath: target)))
    } catch {
      throw refusal("you may not read it")
    }
  }
}

extension BundleLoader {
  /// As the daemon reads definitions, with its limits by default.
  static var standard: BundleLoader {
    BundleLoader(
      catalogue: StandardExecutors.catalogue, zones: SystemZones(), digest: { Array(SHA256.hash(data: $0)) })
  }
}
