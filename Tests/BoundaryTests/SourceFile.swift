/// One committed text file, read once for all tests.
struct SourceFile: Sendable {
  /// Relative to the package's root, with `/`.
  let path: String
  let text: String
  let lines: [String]
  /// `lines` without comments and without what stands in string literals; empty unless it is Swift.
  let code: [String]

  var isSwift: Bool { path.hasSuffix(".swift") }
  var isSource: Bool { path.hasPrefix("Sources/") }
  var name: String { String(path.split(separator: "/").last ?? "") }

  /// The module that the file belongs to: `Sources/CEL/Value.swift` is in `CEL`.
  var module: String {
    let parts = path.split(separator: "/")
    return parts.count > 2 ? String(parts[1]) : ""
  }

  init(path: String, text: String) {
    self.path = path
    self.text = text
    lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    code = path.hasSuffix(".swift") ? SwiftCode.lines(of: text) : []
  }

  /// `path:line` as editors and terminals follow it; `index` counts from 0.
  func place(_ index: Int) -> String { "\(path):\(index + 1)" }

  /// What the file imports, with the line of each: `public import struct Foo.Bar` is `Foo`.
  var imports: [(module: String, line: Int)] {
    let importLine =
      /\s*(?:@\w+(?:\(\w+\))?\s+)*(?:(?:public|package|internal|fileprivate|private)\s+)?import\s+(?:(?:struct|class|enum|protocol|func|var|let|typealias)\s+)?(\w+)/
    return code.enumerated().compactMap { index, line in
      guard let match = line.prefixMatch(of: importLine) else { return nil }
      return (String(match.1), index)
    }
  }
}
