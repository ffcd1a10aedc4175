/// Splits a source into tokens (language definition, "Syntax"). It works on UTF-8 bytes, so every offset is in bytes.
struct Lexer {
  let bytes: [UInt8]
  var position = 0
  /// True if the fault was a single character, so that the text after it can be read.
  private var mayGoOn = false

  init(_ source: String) { bytes = Array(source.utf8) }

  /// Returns the tokens. Characters without a meaning are reported together; any other fault ends the reading.
  static func tokens(_ source: String, limits: CELLimits = .standard) throws(CELIssues) -> [Token] {
    var lexer = Lexer(source)
    guard lexer.bytes.count <= limits.source else {
      throw CELIssues([
        CELIssue(
          code: "limit",
          message: "the expression has \(lexer.bytes.count) bytes, the limit of a source is \(limits.source)",
          offset: 0, length: 1, hint: "give a part of it a name under define:")
      ])
    }
    var tokens: [Token] = []
    var issues: [CELIssue] = []
    repeat {
      do { tokens.append(try lexer.token()) } catch {
        issues += error.issues
        guard lexer.mayGoOn, issues.count < Parser.mostIssues else { throw CELIssues(issues) }
        tokens.append(Token(kind: .sign(""), start: lexer.position, end: lexer.position))
      }
    } while tokens[tokens.count - 1].kind != .end
    guard issues.isEmpty else { throw CELIssues(issues) }
    return tokens
  }

  func issue(_ message: String, at start: Int, hint: String? = nil) -> CELIssues {
    CELIssues([
      CELIssue(
        code: "syntax", message: message, offset: start, length: max(1, min(position, bytes.count) - start), hint: hint)
    ])
  }

  func peek(_ ahead: Int = 0) -> UInt8 { position + ahead < bytes.count ? bytes[position + ahead] : 0 }

  static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }
  static func isNameStart(_ byte: UInt8) -> Bool { (65...90).contains(byte & 0xDF) || byte == UInt8(ascii: "_") }

  private mutating func skipSpace() {
    while position < bytes.count {
      switch bytes[position] {
      case 9, 10, 12, 13, 32: position += 1
      case UInt8(ascii: "/") where peek(1) == UInt8(ascii: "/"):
        while position < bytes.count, bytes[position] != 10 { position += 1 }
      default: return
      }
    }
  }

  private mutating func token() throws(CELIssues) -> Token {
    skipSpace()
    let start = position
    guard position < bytes.count else { return Token(kind: .end, start: start, end: start) }
    let byte = bytes[position]
    let kind: Token.Kind
    if Self.isDigit(byte) || (byte == UInt8(ascii: ".") && Self.isDigit(peek(1))) {
      kind = try number()
    } else if let prefix = literalPrefix() {
      kind = try quoted(prefix)
    } else if Self.isNameStart(byte) {
      while Self.isNameStart(peek()) || Self.isDigit(peek()) { position += 1 }
      kind = .name(String(decoding: bytes[start..<position], as: UTF8.self))
    } else if byte == UInt8(ascii: "`") {
      kind = .quotedName(try quotedName())
    } else {
      kind = .sign(try sign())
    }
    return Token(kind: kind, start: start, end: position)
  }

  private mutating func sign() throws(CELIssues) -> String {
    let start = position
    let two = String(decoding: bytes[position..<min(position + 2, bytes.count)], as: UTF8.self)
    if ["==", "!=", "<=", ">=", "&&", "||"].contains(two) {
      position += 2
      return two
    }
    let one = Character(Unicode.Scalar(bytes[position]))
    if "+-*/%!<>?:.,()[]{}".contains(one) {
      position += 1
      return String(one)
    }
    // The whole scalar is skipped, so that the message can show it.
    position += 1
    while position < bytes.count, bytes[position] & 0xC0 == 0x80 { position += 1 }
    let given = String(decoding: bytes[start..<position], as: UTF8.self)
    let cures = [
      "=": "compare with ==", "&": "write &&", "|": "write ||", ";": "an expression has no statements",
      "“": "write ' or \"", "”": "write ' or \"", "‘": "write ' or \"", "’": "write ' or \"", "≤": "write <=",
      "≥": "write >=", "≠": "write !=", "#": "a comment begins with //", "$": "names have no $",
    ]
    mayGoOn = true
    throw issue("'\(given)' has no meaning here", at: start, hint: cures[given])
  }

  private mutating func quotedName() throws(CELIssues) -> String {
    let start = position
    position += 1
    while position < bytes.count, bytes[position] != UInt8(ascii: "`"), bytes[position] != 10 { position += 1 }
    guard peek() == UInt8(ascii: "`"), position > start + 1 else {
      throw issue("the quoted name does not end", at: start)
    }
    position += 1
    return String(decoding: bytes[start + 1..<position - 1], as: UTF8.self)
  }

  private mutating func number() throws(CELIssues) -> Token.Kind {
    let start = position
    if peek() == 48, peek(1) | 0x20 == UInt8(ascii: "x") {
      position += 2
      let digits = position
      while Character(Unicode.Scalar(peek())).isHexDigit { position += 1 }
      return try whole(String(decoding: bytes[digits..<position], as: UTF8.self), radix: 16, start)
    }
    while Self.isDigit(peek()) { position += 1 }
    var isWhole = true
    if peek() == UInt8(ascii: "."), Self.isDigit(peek(1)) {
      isWhole = false
      position += 1
      while Self.isDigit(peek()) { position += 1 }
    }
    if peek() | 0x20 == UInt8(ascii: "e") {
      let signed = peek(1) == UInt8(ascii: "+") || peek(1) == UInt8(ascii: "-") ? 1 : 0
      if Self.isDigit(peek(1 + signed)) {
        isWhole = false
        position += 1 + signed
        while Self.isDigit(peek()) { position += 1 }
      }
    }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    if isWhole { return try whole(text, radix: 10, start) }
    guard !Self.isNameStart(peek()), let value = Double(text), value.isFinite else {
      position += 1
      throw issue("not a number", at: start)
    }
    return .double(value)
  }

  private mutating func whole(_ digits: String, radix: Int, _ start: Int) throws(CELIssues) -> Token.Kind {
    let value = UInt64(digits, radix: radix)
    let unsigned = peek() | 0x20 == UInt8(ascii: "u")
    if unsigned { position += 1 }
    guard !Self.isNameStart(peek()), !Self.isDigit(peek()), !digits.isEmpty else {
      position += 1
      throw issue("not a number", at: start, hint: "a name cannot begin with a digit")
    }
    guard let value, unsigned || value <= 1 << 63 else {
      throw issue("the number is out of the range of \(unsigned ? "uint" : "int")", at: start)
    }
    return unsigned ? .uint(value) : .int(value)
  }
}
