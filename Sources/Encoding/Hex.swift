/// Base16 (RFC 4648 §8). It is written in lower case and read in either case.
public enum Hex {
  private static let lower = Array("0123456789abcdef".utf8)
  private static let upper = Array("0123456789ABCDEF".utf8)

  /// Encodes in lower case.
  public static func encode(_ bytes: some Sequence<UInt8>) -> String {
    String(decoding: bytes.flatMap { [lower[Int($0 >> 4)], lower[Int($0 & 15)]] }, as: UTF8.self)
  }

  /// Returns nil if a character is not a digit or the number of digits is odd.
  public static func decode(_ text: some StringProtocol) -> [UInt8]? {
    let digits = Array(text.utf8)
    guard digits.count.isMultiple(of: 2) else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(digits.count / 2)
    for index in stride(from: 0, to: digits.count, by: 2) {
      guard let byte = byte(digits[index], digits[index + 1]) else { return nil }
      bytes.append(byte)
    }
    return bytes
  }

  /// Returns the byte that two digits stand for; nil if one of them is not a digit.
  public static func byte(_ high: UInt8, _ low: UInt8) -> UInt8? {
    guard let high = nibble(high), let low = nibble(low) else { return nil }
    return high << 4 | low
  }

  /// Returns the two digits of a byte in upper case, as percent-encoding and quoted-printable write them.
  public static func upperDigits(_ byte: UInt8) -> (UInt8, UInt8) { (upper[Int(byte >> 4)], upper[Int(byte & 15)]) }

  private static func nibble(_ digit: UInt8) -> UInt8? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}
