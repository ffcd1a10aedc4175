internal import YAMLTree

/// The lines of a YAML text, laid out anew. It looks at indentation and brackets only, and leaves alone what continues
/// over several lines as text.
struct SourceLayout {
  private let lines: [String]
  /// The old and new indentation of the open levels, from the outside.
  private var levels: [(old: Int, new: Int)] = []
  private var result: [String] = []

  init(_ source: String) {
    var lines = source.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      line.hasSuffix("\r") ? String(line.dropLast()) : String(line)
    }
    if lines.first?.hasPrefix("\u{FEFF}") == true { lines[0].removeFirst() }
    self.lines = lines
  }

  mutating func text() -> String {
    var number = 0
    while number < lines.count {
      let line = Self.trimmed(lines[number])
      if line.isEmpty {
        if result.last?.isEmpty == false { result.append("") }
        number += 1
        continue
      }
      number = layOut(line, at: number)
    }
    while result.last?.isEmpty == true { result.removeLast() }
    return result.joined(separator: "\n") + "\n"
  }

  /// Lays out a line and those that continue it; returns the next one.
  private mutating func layOut(_ line: String, at number: Int) -> Int {
    let old = Self.indentation(line)
    let content = String(line.dropFirst(old))
    if content.hasPrefix("#") {
      result.append(String(repeating: " ", count: indentationOfComment(old, after: number)) + content)
      return number + 1
    }
    let new = enter(old, isItem: Self.isItem(content))
    var scan = LineScan(content)
    var text = scan.normalized
    enterItems(content, old, new)
    var next = number + 1
    if scan.opensBlockScalar {
      result.append(String(repeating: " ", count: new) + text)
      return copyBlock(from: next, below: old, shift: new - old)
    }
    // A bracket or a quote that is still open goes on in the next line, which moves with this one.
    result.append(String(repeating: " ", count: new) + text)
    while scan.isOpen, next < lines.count {
      let more = Self.trimmed(lines[next])
      let indent = Self.indentation(more)
      text = String(more.dropFirst(indent))
      let isText = scan.isInText
      scan = LineScan(text, after: scan)
      let shifted = max(0, indent + new - old)
      result.append(
        more.isEmpty ? "" : String(repeating: " ", count: isText ? indent : shifted) + (isText ? text : scan.normalized)
      )
      next += 1
    }
    return next
  }

  /// Returns the new indentation of a line.
  private mutating func enter(_ old: Int, isItem: Bool) -> Int {
    while let last = levels.last, last.old > old { levels.removeLast() }
    if let last = levels.last, last.old == old { return last.new }
    let new = levels.last.map { $0.new + 2 } ?? 0
    levels.append((old, new))
    return new
  }

  /// The mapping behind a dash is a level of its own, where its next keys stand.
  private mutating func enterItems(_ content: String, _ old: Int, _ new: Int) {
    var rest = Substring(content)
    var (old, new) = (old, new)
    while rest.hasPrefix("- ") {
      let blanks = rest.dropFirst().prefix { $0 == " " }.count
      rest = rest.dropFirst(1 + blanks)
      old += 1 + blanks
      new += 2
      levels.append((old, new))
    }
  }

  /// A comment stands where the next line does.
  private func indentationOfComment(_ old: Int, after number: Int) -> Int {
    var next = number + 1
    while next < lines.count {
      let line = Self.trimmed(lines[next])
      let content = line.drop { $0 == " " }
      if content.isEmpty || content.hasPrefix("#") {
        next += 1
        continue
      }
      let indent = Self.indentation(line)
      if indent < old { break }
      if let level = levels.last(where: { $0.old <= indent }) {
        return level.old == indent ? level.new : level.new + 2
      }
      return 0
    }
    return levels.last { $0.old <= old }?.new ?? 0
  }

  /// Copies the lines of a block scalar, moved as a whole.
  private mutating func copyBlock(from start: Int, below indent: Int, shift: Int) -> Int {
    var next = start
    while next < lines.count {
      let line = lines[next].hasSuffix("\r") ? String(lines[next].dropLast()) : lines[next]
      let isBlank = Self.trimmed(line).isEmpty
      if !isBlank, Self.indentation(line) <= indent { break }
      let moved = max(0, Self.indentation(line) + shift)
      result.append(isBlank ? "" : String(repeating: " ", count: moved) + line.drop { $0 == " " })
      next += 1
    }
    return next
  }

  private static func isItem(_ content: String) -> Bool { content.hasPrefix("- ") || content == "-" }
  private static func indentation(_ line: String) -> Int { line.prefix { $0 == " " }.count }

  private static func trimmed(_ line: String) -> String {
    var line = Substring(line)
    while line.last == " " || line.last == "\t" || line.last == "\r" { line.removeLast() }
    return String(line)
  }
}
