/// Percent-encoding of URLs (RFC 3986 §2.1) and of forms, where a plus sign is a space.
enum PercentCoding {
  /// A malformed escape stays as it is written.
  static func decode(_ text: some Sequence<UInt8>, plusIsSpace: Bool) -> String {
    let bytes = Array(text)
    var out: [UInt8] = []
    out.reserveCapacity(bytes.count)
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      if byte == 37, index + 2 < bytes.count, let high = hex(bytes[index + 1]), let low = hex(bytes[index + 2]) {
        out.append(high << 4 | low)
        index += 3
        continue
      }
      out.append(byte == 43 && plusIsSpace ? 32 : byte)
      index += 1
    }
    return String(decoding: out, as: UTF8.self)
  }

  static func hex(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 48...57: byte - 48
    case 65...70: byte - 55
    case 97...102: byte - 87
    default: nil
    }
  }
}
