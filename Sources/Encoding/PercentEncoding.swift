/// Percent-encoding (RFC 3986 §2.1) of the bytes of UTF-8.
public enum PercentEncoding {
  /// Encodes every byte as `%XX`, except the unreserved characters and those in `kept`.
  public static func encode(_ text: String, keeping kept: String = "") -> String {
    let kept = Array(kept.utf8)
    var out: [UInt8] = []
    out.reserveCapacity(text.utf8.count)
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
        UInt8(ascii: "~"):
        out.append(byte)
      case _ where kept.contains(byte): out.append(byte)
      default:
        let (high, low) = Hex.upperDigits(byte)
        out += [UInt8(ascii: "%"), high, low]
      }
    }
    return String(decoding: out, as: UTF8.self)
  }

  /// Decodes a text. A malformed escape stays as it is written, and invalid UTF-8 is replaced.
  ///
  /// - Parameter plusIsSpace: true for forms (`application/x-www-form-urlencoded`).
  public static func decode(_ text: some Sequence<UInt8>, plusIsSpace: Bool) -> String {
    let bytes = Array(text)
    var out: [UInt8] = []
    out.reserveCapacity(bytes.count)
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      if byte == UInt8(ascii: "%"), index + 2 < bytes.count, let decoded = Hex.byte(bytes[index + 1], bytes[index + 2])
      {
        out.append(decoded)
        index += 3
        continue
      }
      out.append(byte == UInt8(ascii: "+") && plusIsSpace ? UInt8(ascii: " ") : byte)
      index += 1
    }
    return String(decoding: out, as: UTF8.self)
  }
}
