import Foundation
import Testing

/// Everything that the documents refer to exists.
struct DocumentTests {
  static let documents = SourceTree.files.filter { $0.path.hasSuffix(".md") }

  @Test func everyLinkBetweenDocumentsLeadsToAFile() {
    for document in Self.documents {
      let folder = SourceTree.root.appending(path: document.path).deletingLastPathComponent()
      for link in document.text.matches(of: /\]\(([^)#:{\s]+)(?:#[^)]*)?\)/) {
        let target = folder.appending(path: String(link.1)).standardizedFileURL.path
        #expect(FileManager.default.fileExists(atPath: target), "\(document.path) links to \(link.1)")
      }
    }
  }

  /// A file or folder is named by the end of its path; `…` and `<Name>` stand for any text.
  @Test func everyFileThatTheMapNamesIsThere() throws {
    let map = try SourceTree.file("docs/ARCHITECTURE.md").text
    let paths = SourceTree.files.map { "/\($0.path)" }
    for name in map.matches(of: /`([\w.\/+…<>*-]+(?:\.swift|\.md|\.yaml|\.json|\.catalog|\/))`/).map({ String($0.1) }) {
      let parts = name.split(separator: /…|\*|<\w+>/, omittingEmptySubsequences: false).map(String.init)
      #expect(paths.contains { path in Self.has(path, parts) }, "docs/ARCHITECTURE.md names \(name)")
    }
  }

  @Test func everyModuleStandsInTheMap() throws {
    let map = try SourceTree.file("docs/ARCHITECTURE.md").text
    let rows = map.split(separator: "\n").filter { $0.hasPrefix("| ") }.compactMap { $0.split(separator: "|").first }
    let named = Set(rows.flatMap { $0.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) } })
    for module in Architecture.rules.keys.sorted() { #expect(named.contains(module), "no row about \(module)") }
  }

  private static func has(_ path: String, _ parts: [String]) -> Bool {
    var rest = path[...]
    for part in parts where !part.isEmpty {
      guard let found = rest.range(of: part) else { return false }
      rest = rest[found.upperBound...]
    }
    return true
  }
}
