/// The surroundings of the cursor in a text that is being written and may not be readable as a whole.
struct CursorContext {
  typealias Step = KeyDocumentation.PathStep

  /// The keys around the cursor's line, from the outside.
  private(set) var path: [Step] = []
  /// The key whose value is being written; nil if a key is.
  private(set) var key: String?
  /// The text before the cursor that belongs to the word being written.
  private(set) var word = ""
  /// The text of the value before the cursor.
  private(set) var value = ""

  /// - Parameter before: the cursor's line up to the cursor.
  init(lines: TextLines, line: Int, before: String) {
    var indent = Self.indentation(before)
    var content = Substring(before).drop { $0 == " " }
    while content.hasPrefix("- ") {
      indent += 2
      content = content.dropFirst(2).drop { $0 == " " }
    }
    var inner: [Step] = before.drop { $0 == " " }.hasPrefix("-") ? [.item] : []
    read(content, &inner)
    path =
      outer(lines, line, indent: before.drop { $0 == " " }.hasPrefix("-") ? Self.indentation(before) : indent)
      + inner
  }

  /// Reads the rest of the cursor's line: `key: value`, and flow mappings within it.
  private mutating func read(_ content: Substring, _ inner: inout [Step]) {
    var rest = Self.withinMapping(content)
    while let colon = rest.firstRange(of: ": ") {
      let name = rest[..<colon.lowerBound]
      guard Self.isKey(name) else { break }
      let behind = rest[colon.upperBound...].drop { $0 == " " }
      guard let open = Self.openBracket(in: behind) else {
        if behind.hasPrefix("{") || behind.hasPrefix("[") { break }
        (key, value) = (String(name), String(behind))
        break
      }
      inner.append(.key(String(name)))
      if behind[open] == "[" { inner.append(.item) }
      rest = Self.lastEntry(behind[behind.index(after: open)...])
      rest = Self.withinMapping(rest)
    }
    if key == nil { value = String(rest) }
    word = String(value.reversed().prefix { $0.isLetter || $0.isNumber || "_-.".contains($0) }.reversed())
  }

  /// Returns the last entry of a flow mapping with which a text begins and that is not closed.
  private static func withinMapping(_ text: Substring) -> Substring {
    guard text.hasPrefix("{"), openBracket(in: text) != nil else { return text }
    return lastEntry(text.dropFirst())
  }

  /// Returns the bracket that is not closed before the cursor.
  private static func openBracket(in text: Substring) -> Substring.Index? {
    guard let first = text.first, first == "{" || first == "[" else { return nil }
    var depth = 0
    for character in text {
      if character == "{" || character == "[" { depth += 1 }
      if character == "}" || character == "]" { depth -= 1 }
    }
    return depth > 0 ? text.startIndex : nil
  }

  /// Returns the entry of a flow collection in which the cursor stands.
  private static func lastEntry(_ text: Substring) -> Substring {
    var depth = 0
    var start = text.startIndex
    for index in text.indices {
      if "{[".contains(text[index]) { depth += 1 }
      if "}]".contains(text[index]) { depth -= 1 }
      if text[index] == ",", depth == 0 { start = text.index(after: index) }
    }
    return text[start...].drop { $0 == " " }
  }

  private static func isKey(_ text: Substring) -> Bool {
    !text.isEmpty && text.allSatisfy { $0.isLetter || $0.isNumber || "_-.*/".contains($0) }
  }

  private static func indentation(_ line: String) -> Int { line.prefix { $0 == " " }.count }

  /// Returns the keys of the lines above that hold the cursor's.
  private func outer(_ lines: TextLines, _ line: Int, indent: Int) -> [Step] {
    var steps: [Step] = []
    var limit = indent
    for number in stride(from: line - 1, through: 0, by: -1) where limit > 0 {
      var content = Substring(lines[number])
      var place = Self.indentation(lines[number])
      content = content.drop { $0 == " " }
      if content.isEmpty || content.hasPrefix("#") || place >= limit { continue }
      var isItem = false
      while content.hasPrefix("- ") {
        isItem = true
        content = content.dropFirst(2).drop { $0 == " " }
        if place + 2 < limit { place += 2 } else { break }
      }
      if let colon = content.firstIndex(of: ":"), Self.isKey(content[..<colon]), place < limit {
        steps.insert(.key(String(content[..<colon])), at: 0)
        if isItem { steps.insert(.item, at: 0) }
      } else if isItem {
        steps.insert(.item, at: 0)
      }
      limit = Self.indentation(lines[number])
    }
    return steps
  }
}
