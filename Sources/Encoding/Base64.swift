/// Base64 with the standard alphabet (RFC 4648 §4).
public enum Base64 {
  /// Whether a text that is read must be padded. Written texts are always padded.
  public enum Padding: Sendable { case required, optional }

  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

  /// Encodes with padding.
  public static func encode(_ bytes: [UInt8]) -> String {
    var out: [UInt8] = []
    out.reserveCapacity((bytes.count + 2) / 3 * 4)
    var index = 0
    while index < bytes.count {
      let left = bytes.count - index
      let group =
        UInt32(bytes[index]) << 16 | (left > 1 ? UInt32(bytes[index + 1]) << 8 : 0)
        | (left > 2 ? UInt32(bytes[index + 2]) : 0)
      out.append(alphabet[Int(group >> 18)])
      out.append(alphabet[Int(group >> 12 & 63)])
      out.append(left > 1 ? alphabet[Int(group >> 6 & 63)] : UInt8(ascii: "="))
      out.append(left > 2 ? alphabet[Int(group & 63)] : UInt8(ascii: "="))
      index += 3
    }
    return String(decoding: out, as: UTF8.self)
  }

  /// Decodes a text. Returns nil if a character is not in the alphabet, if the length or the padding is impossible, or
  /// if the last character holds bits beyond the bytes; otherwise a signature would have several texts.
  public static func decode(_ text: some StringProtocol, padding: Padding = .required) -> [UInt8]? {
    var digits = Array(text.utf8)
    if digits.count % 4 == 0 {
      for _ in 0..<2 where digits.last == UInt8(ascii: "=") { digits.removeLast() }
    } else if padding == .required {
      return nil
    }
    guard digits.count % 4 != 1 else { return nil }
    var bits = BitReader(capacity: digits.count * 3 / 4)
    for digit in digits {
      guard let value = value(of: digit) else { return nil }
      bits.append(value)
    }
    return bits.isDone ? bits.bytes : nil
  }

  /// Decodes the body of a mail (RFC 2045 §6.8). Characters outside the alphabet are skipped.
  public static func decodeLeniently(_ text: some Sequence<UInt8>) -> [UInt8] {
    var bits = BitReader(capacity: text.underestimatedCount * 3 / 4)
    for digit in text {
      if let value = value(of: digit) { bits.append(value) }
    }
    return bits.bytes
  }

  private static func value(of digit: UInt8) -> UInt32? {
    switch digit {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(digit - UInt8(ascii: "A"))
    case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(digit - UInt8(ascii: "a")) + 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(digit - UInt8(ascii: "0")) + 52
    case UInt8(ascii: "+"): 62
    case UInt8(ascii: "/"): 63
    default: nil
    }
  }

  /// Collects six bits at a time into bytes.
  private struct BitReader {
    private(set) var bytes: [UInt8] = []
    private var held: UInt32 = 0
    private var count: UInt32 = 0

    init(capacity: Int) { bytes.reserveCapacity(capacity) }

    /// True if the bits left over are all zero.
    var isDone: Bool { held & ((1 << count) - 1) == 0 }

    mutating func append(_ value: UInt32) {
      held = (held << 6 | value) & 0xFFFF
      count += 6
      if count >= 8 {
        count -= 8
        bytes.append(UInt8(held >> count & 0xFF))
      }
    }
  }
}
