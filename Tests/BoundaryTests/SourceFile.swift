import Glibc

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

  /// The imported modules with the line of each: `public import struct Foo.Bar` is `Foo`.
  var imports: [(module: String, line: Int)] {
    code.enumerated().compactMap { index, line in
      let words = line.split(separator: " ", maxSplits: 6)
      // Attributes and an access level may stand before it.
      guard let at = words.prefix(4).firstIndex(of: "import") else { return nil }
      let kinds: Set<Substring> = ["struct", "class", "enum", "protocol", "func", "var", "let", "typealias"]
      guard let name = words[(at + 1)...].first(where: { !kinds.contains($0) }) else { return nil }
      return (String(name.prefix { $0 != "." }), index)
    }
  }

  /// Whether the file has `literal` anywhere; so cheap that it is asked before every search by line. (No file of the tree
  /// holds a zero byte: those are not text.)
  func has(_ literal: String) -> Bool { text.withCString { strstr($0, literal) != nil } }
}
