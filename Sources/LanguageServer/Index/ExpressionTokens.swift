/// The names in a text that may hold expressions. It does not parse: a name that looks like one of an expression counts.
struct ExpressionTokens {
  enum Token {
    /// `context.x`.
    case member(root: String, name: String, offset: Int)
    /// `f(`.
    case call(name: String, offset: Int)
    /// A name by itself.
    case name(String, offset: Int)
    /// The text in `f('text')`.
    case argument(function: String, value: String, offset: Int)
  }

  private let bytes: [UInt8]
  private(set) var tokens: [Token] = []

  /// Offsets are in bytes.
  init(_ source: String) {
    bytes = Array(source.utf8)
    var position = 0
    while position < bytes.count {
      let byte = bytes[position]
      if Self.isStart(byte) {
        position = read(at: position)
      } else if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") {
        position = skipText(from: position)
      } else {
        position += 1
      }
    }
  }

  private static func isStart(_ byte: UInt8) -> Bool {
    (65...90).contains(byte) || (97...122).contains(byte) || byte == UInt8(ascii: "_")
  }

  private static func isPart(_ byte: UInt8) -> Bool { isStart(byte) || (48...57).contains(byte) }

  private func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  private func end(ofName start: Int) -> Int {
    var end = start
    while end < bytes.count, Self.isPart(bytes[end]) { end += 1 }
    return end
  }

  private func skipText(from start: Int) -> Int {
    var end = start + 1
    while end < bytes.count, bytes[end] != bytes[start] { end += 1 }
    return end + 1
  }

  /// Reads a name and what belongs to it; returns where to go on.
  private mutating func read(at start: Int) -> Int {
    let end = end(ofName: start)
    let name = text(start..<end)
    let isSelected = start > 0 && bytes[start - 1] == UInt8(ascii: ".")
    guard end < bytes.count else {
      if !isSelected { tokens.append(.name(name, offset: start)) }
      return end
    }
    if bytes[end] == UInt8(ascii: "."), !isSelected {
      let second = end + 1
      let stop = self.end(ofName: second)
      if stop > second {
        tokens.append(.member(root: name, name: text(second..<stop), offset: second))
        return stop
      }
    }
    guard bytes[end] == UInt8(ascii: "(") else {
      if !isSelected { tokens.append(.name(name, offset: start)) }
      return end
    }
    tokens.append(.call(name: name, offset: start))
    let quote = end + 1
    guard quote < bytes.count, bytes[quote] == UInt8(ascii: "'") || bytes[quote] == UInt8(ascii: "\"") else {
      return end
    }
    let stop = skipText(from: quote)
    if stop - 1 > quote, stop - 1 <= bytes.count {
      tokens.append(.argument(function: name, value: text(quote + 1..<min(stop - 1, bytes.count)), offset: quote + 1))
    }
    return stop
  }
}
