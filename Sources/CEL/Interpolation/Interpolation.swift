/// A text with embedded expressions: `"Dear ${client.name}, see you at ${local(start, zone)}"`. A `${` ends at its
/// closing brace; brackets and strings within the expression are taken into account. `$${` stands for a literal `${`.
public struct Interpolation: Sendable {
  /// A part of the text.
  public enum Segment: Hashable, Sendable {
    /// Literal text.
    case text(String)
    /// The source between the braces, and its offset in the whole text in UTF-8 bytes.
    case expression(source: String, utf8Offset: Int)
  }

  /// Splits a text into literal text and expressions. No segment is an empty text: a text without `${` is one segment,
  /// an empty text none. Throws `syntax` for a `${` that is never closed or holds no expression.
  public static func split(_ text: String) throws(CELIssues) -> [Segment] {
    let bytes = Array(text.utf8)
    var segments: [Segment] = []
    var plain: [UInt8] = []
    var position = 0
    func starts(_ word: String, _ place: Int) -> Bool { bytes[place...].starts(with: word.utf8) }
    func flush() {
      if !plain.isEmpty { segments.append(.text(String(decoding: plain, as: UTF8.self))) }
      plain = []
    }
    while position < bytes.count {
      if starts("$${", position) {
        plain += "${".utf8
        position += 3
      } else if starts("${", position) {
        flush()
        let start = position + 2
        guard let end = closing(bytes, from: start) else {
          throw CELIssues([
            CELIssue(
              code: "syntax", message: "'${' is not closed", offset: position, length: bytes.count - position,
              hint: "close it with }, or write $${ for the two characters themselves")
          ])
        }
        let source = String(decoding: bytes[start..<end], as: UTF8.self)
        if source.utf8.allSatisfy({ [32, 9, 10, 13].contains($0) }) {
          throw CELIssues([
            CELIssue(
              code: "syntax", message: "there is no expression between the braces", offset: position,
              length: end + 1 - position)
          ])
        }
        segments.append(.expression(source: source, utf8Offset: start))
        position = end + 1
      } else {
        plain.append(bytes[position])
        position += 1
      }
    }
    flush()
    return segments
  }

  /// Returns the place of the closing `}`; nil if there is none. Nested braces count; those in strings and comments do
  /// not.
  private static func closing(_ bytes: [UInt8], from start: Int) -> Int? {
    var position = start
    var depth = 0
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: "{"): depth += 1
      case UInt8(ascii: "}"):
        if depth == 0 { return position }
        depth -= 1
      case UInt8(ascii: "'"), UInt8(ascii: "\""):
        guard let end = stringEnd(bytes, position, raw: isRaw(bytes, position, start)) else { return nil }
        position = end
        continue
      case UInt8(ascii: "`"):
        guard let end = bytes[(position + 1)...].firstIndex(of: UInt8(ascii: "`")) else { return nil }
        position = end
      case UInt8(ascii: "/") where position + 1 < bytes.count && bytes[position + 1] == UInt8(ascii: "/"):
        while position < bytes.count, bytes[position] != 10 { position += 1 }
        continue
      default: break
      }
      position += 1
    }
    return nil
  }

  private static func isRaw(_ bytes: [UInt8], _ quote: Int, _ start: Int) -> Bool {
    var place = quote - 1
    var raw = false
    while place >= start, quote - place <= 2, "rRbB".utf8.contains(bytes[place]) {
      if bytes[place] | 0x20 == UInt8(ascii: "r") { raw = true }
      place -= 1
    }
    // The letters are the end of a longer name, so they are no prefix.
    if place >= start, Lexer.isNameStart(bytes[place]) || Lexer.isDigit(bytes[place]) { return false }
    return raw
  }

  /// Returns the place after the closing quote.
  private static func stringEnd(_ bytes: [UInt8], _ start: Int, raw: Bool) -> Int? {
    let quote = bytes[start]
    func isQuote(_ place: Int) -> Bool { place < bytes.count && bytes[place] == quote }
    let triple = isQuote(start + 1) && isQuote(start + 2)
    var position = start + (triple ? 3 : 1)
    while position < bytes.count {
      if bytes[position] == UInt8(ascii: "\\"), !raw {
        position += 2
      } else if isQuote(position), !triple || (isQuote(position + 1) && isQuote(position + 2)) {
        return position + (triple ? 3 : 1)
      } else {
        position += 1
      }
    }
    return nil
  }

  /// Formats a value for use inside text: a string as it is, a timestamp as RFC 3339 in UTC, a duration as `3.5s`, a
  /// number plainly, null as `null`, a list or map as JSON.
  public static func display(_ value: Value) -> String { ValueText.display(value) }
}
