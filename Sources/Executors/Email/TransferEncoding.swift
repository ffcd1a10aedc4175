import Encoding

/// The two encodings that carry any text through mail servers that take only lines of ASCII: quoted-printable and
/// base64 (RFC 2045 §6.7, §6.8).
enum TransferEncoding {
  /// Encodes bytes as base64 in lines of 76 characters with CRLF after each.
  static func base64Lines(_ bytes: [UInt8]) -> String {
    let encoded = Array(Base64.encode(bytes).utf8)
    var out: [UInt8] = []
    out.reserveCapacity(encoded.count + encoded.count / 32)
    for start in stride(from: 0, to: encoded.count, by: 76) {
      out += encoded[start..<min(start + 76, encoded.count)]
      addLineEnd(to: &out)
    }
    return String(decoding: out, as: UTF8.self)
  }

  /// Encodes text with `\n` line ends as quoted-printable. Lines have at most 76 characters with CRLF after each;
  /// longer ones have soft breaks.
  static func quotedPrintable(_ text: String) -> String {
    // Lines are split by bytes, because "\r\n" is one character, and a "\n" may be followed by a mark that joins it.
    let bytes = Array(text.utf8)
    var out: [UInt8] = []
    out.reserveCapacity(bytes.count + bytes.count / 8)
    var start = 0
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
      addLine(bytes[start..<end], to: &out)
      start = end + 1
    }
    return String(decoding: out, as: UTF8.self)
  }

  private static func addLine(_ line: ArraySlice<UInt8>, to out: inout [UInt8]) {
    var width = 0
    for (index, byte) in zip(line.indices, line) {
      let isBlank = byte == 0x20 || byte == 0x09
      let asItIs =
        (0x21...0x7E).contains(byte) && byte != UInt8(ascii: "=") || isBlank && index != line.endIndex - 1
      let size = asItIs ? 1 : 3
      // The last column is kept free for the "=" of a soft break.
      if width + size > 75 {
        out.append(UInt8(ascii: "="))
        addLineEnd(to: &out)
        width = 0
      }
      if asItIs {
        out.append(byte)
      } else {
        let (high, low) = Hex.upperDigits(byte)
        out.append(UInt8(ascii: "="))
        out.append(high)
        out.append(low)
      }
      width += size
    }
    addLineEnd(to: &out)
  }

  private static func addLineEnd(to out: inout [UInt8]) {
    out.append(UInt8(ascii: "\r"))
    out.append(UInt8(ascii: "\n"))
  }
}
