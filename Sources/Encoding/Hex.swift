/// Base16 (RFC 4648 §8): written in lower case, read in either.
public enum Hex {
  private static let lower = Array("0123456789abcdef".utf8)
  private static let upper = Array("0123456789ABCDEF".utf8)

  public static func encode(_ bytes: some Sequence<UInt8>) -> String {
    String(decoding: bytes.flatMap { [lower[Int($0 >> 4)], lower[Int($0 & 15)]] }, as: UTF8.self)
  }

  /// nil if a character is no digit or the last byte has one only.
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

  /// The byte of two digits.
  public static func byte(_ high: UInt8, _ low: UInt8) -> UInt8? {
    guard let high = nibble(high), let low = nibble(low) else { return nil }
    return high << 4 | low
  }

  /// The two digits of a byte in upper case, as percent-encoding and quoted-printable write them.
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
