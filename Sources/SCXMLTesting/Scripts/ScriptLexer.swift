/// A token of a script.
struct ScriptToken: Equatable {
  enum Kind { case name, number, string, sign, end }

  var kind: Kind
  var text: String

  static func tokens(of source: String) throws(ScriptError) -> [ScriptToken] {
    var lexer = ScriptLexer(rest: source[...])
    return try lexer.tokens()
  }
}

private struct ScriptLexer {
  var rest: Substring

  static let signs = [
    "===", "!==", "==", "!=", "<=", ">=", "&&", "||", "++", "--", "+=", "-=", "*=", "/=", "%=", "|", "&", "+", "-", "*",
    "/",
    "%", "<", ">", "!", "?", ":", ",", ";", ".", "(", ")", "[", "]", "{", "}", "=",
  ]

  mutating func tokens() throws(ScriptError) -> [ScriptToken] {
    var result: [ScriptToken] = []
    while let token = try next() { result.append(token) }
    result.append(ScriptToken(kind: .end, text: ""))
    return result
  }

  private mutating func next() throws(ScriptError) -> ScriptToken? {
    skip()
    guard let first = rest.first else { return nil }
    if first.isLetter || first == "_" || first == "$" {
      return ScriptToken(kind: .name, text: take { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "$" })
    }
    if first.isNumber || (first == "." && rest.dropFirst().first?.isNumber == true) {
      return ScriptToken(kind: .number, text: take { $0.isNumber || $0 == "." })
    }
    if first == "'" || first == "\"" { return ScriptToken(kind: .string, text: try string(first)) }
    guard let sign = Self.signs.first(where: { rest.hasPrefix($0) }) else {
      throw .syntax("'\(first)' was not expected")
    }
    rest.removeFirst(sign.count)
    return ScriptToken(kind: .sign, text: sign)
  }

  private mutating func skip() {
    while let first = rest.first {
      if first.isWhitespace {
        rest.removeFirst()
      } else if rest.hasPrefix("//") {
        rest = rest.drop { !$0.isNewline }
      } else if rest.hasPrefix("/*") {
        rest.removeFirst(2)
        while !rest.isEmpty, !rest.hasPrefix("*/") { rest.removeFirst() }
        rest = rest.dropFirst(2)
      } else {
        return
      }
    }
  }

  private mutating func take(_ belongs: (Character) -> Bool) -> String {
    let part = rest.prefix(while: belongs)
    rest = rest[part.endIndex...]
    return String(part)
  }

  private mutating func string(_ quote: Character) throws(ScriptError) -> String {
    rest.removeFirst()
    var text = ""
    while let character = rest.popFirst() {
      if character == quote { return text }
      guard character == "\\" else {
        text.append(character)
        continue
      }
      switch rest.popFirst() {
      case "n"?: text.append("\n")
      case "t"?: text.append("\t")
      case "r"?: text.append("\r")
      case let escaped?: text.append(escaped)
      case nil: break
      }
    }
    throw .syntax("a string is not closed")
  }
}
