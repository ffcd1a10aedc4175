import Foundation

/// The package's text files as they lie on disk, found from this file's own place.
enum SourceTree {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// Every text file that a commit would hold, in the order of their paths.
  static let files: [SourceFile] = read()

  static let swift = files.filter { $0.isSwift && $0.name != "Package.swift" }
  static let sources = swift.filter(\.isSource)

  static func file(_ path: String) throws -> SourceFile {
    SourceFile(path: path, text: try String(contentsOf: root.appending(path: path), encoding: .utf8))
  }

  /// Folders that are never committed (`.gitignore`), and git's own.
  private static let skipped: Set<String> = [".git", ".build", "var", ".swiftpm", "__pycache__"]

  /// Committed, but not written: what fuzzing found, and links to folders that are read in their own place.
  private static func isRead(_ path: String, _ url: URL) -> Bool {
    path != "Fuzzing/corpus" && (try? FileManager.default.destinationOfSymbolicLink(atPath: url.path)) == nil
  }

  private static func read() -> [SourceFile] {
    var found: [SourceFile] = []
    var folders = [""]
    while let folder = folders.popLast() {
      let url = folder.isEmpty ? root : root.appending(path: folder)
      let names = (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []
      for name in names where !skipped.contains(name) && !name.hasPrefix(".build") && name != "Package.resolved" {
        let path = folder.isEmpty ? name : "\(folder)/\(name)"
        guard isRead(path, root.appending(path: path)) else { continue }
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: root.appending(path: path).path, isDirectory: &isFolder) else {
          continue
        }
        if isFolder.boolValue {
          folders.append(path)
        } else if let data = FileManager.default.contents(atPath: root.appending(path: path).path), !data.contains(0),
          let text = String(data: data, encoding: .utf8)
        {
          found.append(SourceFile(path: path, text: text))
        }
      }
    }
    return found.sorted { $0.path < $1.path }
  }
}
