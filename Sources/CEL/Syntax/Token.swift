/// A token of the source.
struct Token {
  enum Kind: Equatable {
    case int(UInt64)
    case uint(UInt64)
    case double(Double)
    case string(String)
    case bytes([UInt8])
    /// A name, or a reserved word, which may follow a point.
    case name(String)
    /// `` `x-y` ``, which is allowed only after a point.
    case quotedName(String)
    case sign(String)
    case end
  }

  let kind: Kind
  /// The offset of the start in UTF-8 bytes.
  let start: Int
  let end: Int

  /// The token's text for messages.
  var text: String {
    switch kind {
    case .int(let value): String(value)
    case .uint(let value): "\(value)u"
    case .double(let value): value.description
    case .string: "a string"
    case .bytes: "a bytes literal"
    case .name(let name): "'\(name)'"
    case .quotedName(let name): "`\(name)`"
    case .sign(let sign): "'\(sign)'"
    case .end: "the end of the expression"
    }
  }
}
