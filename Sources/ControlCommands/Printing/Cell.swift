import CEL

/// A value for people, safe to print on a terminal.
enum Cell {
  /// Text is unchanged, lists have commas, objects are JSON, and null is empty.
  static func text(_ value: Value?) -> String {
    switch value {
    case nil, .null: ""
    case .string(let text): plain(text)
    case .list(let items): items.map { text($0) }.joined(separator: ", ")
    case .int(let number): "\(number)"
    case .bool(let flag): flag ? "yes" : "no"
    case .some(let other): plain(JSON.text(other))
    }
  }

  /// Replaces control characters, which could steer a terminal, by `·`.
  static func plain(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: { isControl($0) }) else { return text }
    var scalars = String.UnicodeScalarView()
    scalars.append(contentsOf: text.unicodeScalars.map { isControl($0) ? "·" : $0 })
    return String(scalars)
  }

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    // Controls, separators of lines and paragraphs, and what overrides the direction of writing.
    scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) || (0x2028...0x202E).contains(scalar.value)
      || (0x2066...0x2069).contains(scalar.value)
  }
}
