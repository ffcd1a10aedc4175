/// Reads the notation of `scripts/provider-parameters`. The tables are written by that script, so what cannot be read
/// is taken for anything, and a test shows that nothing is left over.
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
      // Something that is no name and no end would be read for ever.
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
