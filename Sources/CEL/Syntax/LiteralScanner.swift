/// Scans string and bytes literals: `'…'`, `"…"`, three quotes, raw `r`, bytes `b`.
extension Lexer {
  struct LiteralPrefix {
    var raw = false
    var bytes = false
    var length = 0
  }

  /// Returns the prefix of a literal at this place; nil if there is no literal.
  func literalPrefix() -> LiteralPrefix? {
    var prefix = LiteralPrefix()
    while prefix.length < 2 {
      switch peek(prefix.length) | 0x20 {
      case UInt8(ascii: "r") where !prefix.raw: prefix.raw = true
      case UInt8(ascii: "b") where !prefix.bytes: prefix.bytes = true
      default: return isQuote(peek(prefix.length)) ? prefix : nil
      }
      prefix.length += 1
    }
    return isQuote(peek(2)) ? prefix : nil
  }

  private func isQuote(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") }

  mutating func quoted(_ prefix: LiteralPrefix) throws(CELIssues) -> Token.Kind {
    let start = position
    position += prefix.length
    let quote = peek()
    let triple = peek(1) == quote && peek(2) == quote
    position += triple ? 3 : 1
    var out: [UInt8] = []
    while true {
      guard position < bytes.count else {
        throw issue("the string does not end", at: start, hint: "close it with \(Character(Unicode.Scalar(quote)))")
      }
      let byte = bytes[position]
      if byte == quote, !triple || (peek(1) == quote && peek(2) == quote) {
        position += triple ? 3 : 1
        break
      }
      if !triple, byte == 10 || byte == 13 {
        throw issue("the string does not end on its line", at: start, hint: "write \\n, or use three quotes")
      }
      position += 1
      if byte == UInt8(ascii: "\\"), !prefix.raw {
        try escape(bytes: prefix.bytes, into: &out)
      } else {
        out.append(byte)
      }
    }
    if prefix.bytes { return .bytes(out) }
    return .string(String(decoding: out, as: UTF8.self))
  }

  private mutating func escape(bytes asBytes: Bool, into out: inout [UInt8]) throws(CELIssues) {
    let start = position - 1
    let byte = peek()
    position += 1
    switch byte {
    case UInt8(ascii: "a"): out.append(7)
    case UInt8(ascii: "b"): out.append(8)
    case UInt8(ascii: "f"): out.append(12)
    case UInt8(ascii: "n"): out.append(10)
    case UInt8(ascii: "r"): out.append(13)
    case UInt8(ascii: "t"): out.append(9)
    case UInt8(ascii: "v"): out.append(11)
    case UInt8(ascii: "\\"), UInt8(ascii: "?"), UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"):
      out.append(byte)
    case UInt8(ascii: "x"), UInt8(ascii: "X"):
      try append(try digits(2, radix: 16, start), asBytes, start, to: &out)
    case UInt8(ascii: "0")...UInt8(ascii: "3"):
      position -= 1
      try append(try digits(3, radix: 8, start), asBytes, start, to: &out)
    case UInt8(ascii: "u") where !asBytes: try append(try digits(4, radix: 16, start), false, start, to: &out)
    case UInt8(ascii: "U") where !asBytes: try append(try digits(8, radix: 16, start), false, start, to: &out)
    default:
      throw issue("there is no such escape", at: start, hint: "write \\\\ for a backslash, or r'…' for a raw string")
    }
  }

  private mutating func digits(_ count: Int, radix: Int, _ start: Int) throws(CELIssues) -> UInt32 {
    let end = min(position + count, bytes.count)
    let text = String(decoding: bytes[min(position, end)..<end], as: UTF8.self)
    guard text.utf8.count == count, text.utf8.first != UInt8(ascii: "+"), text.utf8.first != UInt8(ascii: "-"),
      let value = UInt32(text, radix: radix)
    else { throw issue("the escape needs \(count) digits", at: start) }
    position = end
    return value
  }

  private func append(_ code: UInt32, _ asByte: Bool, _ start: Int, to out: inout [UInt8]) throws(CELIssues) {
    if asByte {
      out.append(UInt8(truncatingIfNeeded: code))
      return
    }
    guard let scalar = Unicode.Scalar(code) else { throw issue("there is no such code point", at: start) }
    out += String(Character(scalar)).utf8
  }
}
