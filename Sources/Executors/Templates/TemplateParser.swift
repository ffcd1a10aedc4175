/// Parses a template's text. Everything between `{{` and `}}` is either understood or refused.
struct TemplateParser {
  private let file: String
  private var rest: Substring
  private var line: Int
  private let allowsContent: Bool

  private struct Open {
    let path: TemplatePath
    let isInverted: Bool
    var nodes: [TemplateNode] = []
  }

  /// - Parameter line: the number of the text's first line in its file.
  static func parse(
    _ text: String, file: String, line: Int = 1, allowsContent: Bool = false
  ) throws(TemplateError) -> [TemplateNode] {
    var parser = TemplateParser(
      file: file, rest: Substring(droppingLinesOfTags(text)), line: line, allowsContent: allowsContent)
    return try parser.parse()
  }

  private mutating func parse() throws(TemplateError) -> [TemplateNode] {
    var top: [TemplateNode] = []
    var open: [Open] = []
    func add(_ node: TemplateNode, to open: inout [Open], _ top: inout [TemplateNode]) {
      if open.isEmpty { top.append(node) } else { open[open.count - 1].nodes.append(node) }
    }
    while !rest.isEmpty {
      let text = takeText()
      if !text.isEmpty { add(.text(text), to: &open, &top) }
      guard let tag = try takeTag() else { continue }
      switch tag.first {
      case "#", "^":
        guard open.count < 8 else { throw fault("unbalanced", "sections are nested more than 8 deep") }
        open.append(Open(path: try path(tag.dropFirst()), isInverted: tag.first == "^"))
      case "/":
        let closed = try path(tag.dropFirst())
        guard let section = open.popLast() else {
          throw fault("unbalanced", "{{/\(closed)}} closes a section that was not opened")
        }
        guard section.path.names == closed.names else {
          throw fault("unbalanced", "{{/\(closed)}} closes {{#\(section.path)}} of line \(section.path.line)")
        }
        add(.section(section.path, isInverted: section.isInverted, section.nodes), to: &open, &top)
      default:
        add(try node(tag), to: &open, &top)
      }
    }
    if let section = open.last {
      throw TemplateError(
        code: "unbalanced", file: file, line: section.path.line, message: "{{#\(section.path)}} is never closed")
    }
    return top
  }

  private mutating func takeText() -> String {
    let end = rest.firstRange(of: "{{")?.lowerBound ?? rest.endIndex
    let text = rest[..<end]
    rest = rest[end...]
    // U+E000 stands for a line that held nothing but a section's tag. The line counts, but is not printed.
    line += text.unicodeScalars.count { $0 == "\n" || $0 == Self.droppedLine }
    return String(String.UnicodeScalarView(text.unicodeScalars.filter { $0 != Self.droppedLine }))
  }

  private mutating func takeTag() throws(TemplateError) -> Substring? {
    guard rest.hasPrefix("{{") else { return nil }
    guard let end = rest.firstRange(of: "}}") else { throw fault("bad_tag", "'{{' without '}}'") }
    let inside = rest[..<end.lowerBound].dropFirst(2)
    rest = rest[end.upperBound...]
    guard !inside.contains("{"), !inside.contains("\n") else {
      throw fault("bad_tag", "a tag holds '{' or a line break")
    }
    return inside.trimmedBlanks
  }

  private func node(_ tag: Substring) throws(TemplateError) -> TemplateNode {
    if tag == "content" {
      guard allowsContent else { throw fault("bad_tag", "{{content}} is allowed in a layout only") }
      return .content
    }
    let parts = tag.split(separator: "|", omittingEmptySubsequences: false)
    guard parts.count <= 2 else { throw fault("bad_tag", "one filter at most: {{\(tag)}}") }
    let value = try path(parts[0].trimmedBlanks)
    guard parts.count == 2 else { return .value(value, nil) }
    let words = parts[1].split(separator: " ")
    guard words.count == 2, let filter = TemplateFilter(String(words[0]), try path(words[1])) else {
      let known = TemplateFilter.names.joined(separator: ", ")
      throw fault("unknown_filter", "'| \(parts[1].trimmedBlanks)': a filter is one of \(known) with one argument")
    }
    return .value(value, filter)
  }

  private func path(_ text: Substring) throws(TemplateError) -> TemplatePath {
    let text = text.trimmedBlanks
    if text == "." { return TemplatePath(names: [], line: line) }
    let names = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    for name in names where !Self.isName(name) {
      throw fault("bad_tag", "'\(text)' is not a path of names (a-z, 0-9, _)")
    }
    return TemplatePath(names: names, line: line)
  }

  private static func isName(_ name: String) -> Bool {
    guard let first = name.utf8.first, first < UInt8(ascii: "0") || first > UInt8(ascii: "9") else { return false }
    return name.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
        true
      default: false
      }
    }
  }

  private func fault(_ code: String, _ message: String) -> TemplateError {
    TemplateError(code: code, file: file, line: line, message: message)
  }

  private static let droppedLine: Unicode.Scalar = "\u{E000}"

  /// Marks the lines that hold nothing but one section's tag, so that they print no empty line.
  private static func droppingLinesOfTags(_ text: String) -> String {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    var out = ""
    for (index, line) in lines.enumerated() {
      let bare = line.trimmedBlanks
      let isTag =
        bare.hasPrefix("{{") && bare.hasSuffix("}}") && bare.count > 4 && "#^/".contains(bare.dropFirst(2).first ?? " ")
        && !bare.dropFirst(2).dropLast(2).contains("}")
      out += isTag ? bare : line
      if index < lines.count - 1 { out.unicodeScalars.append(isTag ? droppedLine : "\n") }
    }
    return out
  }
}

extension Substring {
  var trimmedBlanks: Substring {
    var text = self
    while let first = text.first, first == " " || first == "\t" { text.removeFirst() }
    while let last = text.last, last == " " || last == "\t" { text.removeLast() }
    return text
  }
}
