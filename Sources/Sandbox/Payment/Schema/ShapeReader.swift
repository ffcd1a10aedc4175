/// Reads the notation of `scripts/provider-parameters`, which writes the tables. Unreadable text is read as a shape
/// that allows anything; a test shows that there is none.
struct ShapeReader {
  private let bytes: [UInt8]
  private var place = 0

  init(_ text: some StringProtocol) { bytes = Array(text.utf8) }

  var isAtEnd: Bool { place == bytes.count }

  mutating func shape() -> ParameterShape {
    var shape = plainShape()
    if take("~") { shape = .plainOr(shape) }
    return shape
  }

  private mutating func plainShape() -> ParameterShape {
    if take("{") { return .object(fields()) }
    if take("[") {
      _ = take("]")
      return .list(shape())
    }
    if take("<") {
      _ = take(">")
      return .texts
    }
    if take("#") { return .integer }
    if take("%") { return .number }
    if take("?") { return .flag }
    if take("*") { return .anything }
    if take("@") { return .fragment("@" + word()) }
    if take("=") {
      var choices = [word()]
      while take("|") { choices.append(word()) }
      return .choice(choices)
    }
    return .text
  }

  private mutating func fields() -> [String: ParameterField] {
    var fields: [String: ParameterField] = [:]
    while !isAtEnd, !take("}") {
      if take(" ") { continue }
      let name = word()
      let isRequired = take("!")
      fields[name] = ParameterField(shape: shape(), isRequired: isRequired)
      // Skips a character that is neither a name nor an end, so that reading always ends.
      if name.isEmpty { place += 1 }
    }
    return fields
  }

  private mutating func word() -> String {
    let start = place
    while place < bytes.count, Self.isWord(bytes[place]) { place += 1 }
    return String(decoding: bytes[start..<place], as: UTF8.self)
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard place < bytes.count, bytes[place] == UInt8(ascii: character) else { return false }
    place += 1
    return true
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    !" {}[]<>#%?*@=|!~".utf8.contains(byte)
  }
}
