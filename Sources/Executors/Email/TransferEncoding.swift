/// The two encodings that carry any text through mail servers that know lines of ASCII only (RFC 2045 §6.7, §6.8).
enum TransferEncoding {
  private static let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  private static let hex = Array("0123456789ABCDEF".utf8)

  static func base64(_ bytes: [UInt8]) -> String {
    var out: [UInt8] = []
    out.reserveCapacity((bytes.count + 2) / 3 * 4)
    var index = 0
    while index < bytes.count {
      let left = bytes.count - index
      let group =
        UInt32(bytes[index]) << 16 | (left > 1 ? UInt32(bytes[index + 1]) << 8 : 0)
        | (left > 2 ? UInt32(bytes[index + 2]) : 0)
      out.append(digits[Int(group >> 18 & 63)])
      out.append(digits[Int(group >> 12 & 63)])
      out.append(left > 1 ? digits[Int(group >> 6 & 63)] : UInt8(ascii: "="))
      out.append(left > 2 ? digits[Int(group & 63)] : UInt8(ascii: "="))
      index += 3
    }
    return String(decoding: out, as: UTF8.self)
  }

  /// Lines of 76 characters, CRLF after each.
  static func base64Lines(_ bytes: [UInt8]) -> String {
    var rest = Substring(base64(bytes))
    var out = ""
    while !rest.isEmpty {
      out += rest.prefix(76) + "\r\n"
      rest = rest.dropFirst(76)
    }
    return out
  }

  /// Quoted-printable of text with `\n` line ends: lines of at most 76 characters, CRLF after each, soft breaks where a line is longer.
  static func quotedPrintable(_ text: String) -> String {
    var out: [UInt8] = []
    // Bytes, not characters: "\r\n" is one character, and a "\n" may be followed by a mark that joins it.
    var lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    if lines.last?.isEmpty == true { lines.removeLast() }
    for line in lines {
      var width = 0
      let last = line.indices.last
      for index in line.indices {
        let byte = line[index]
        let isBlank = byte == 0x20 || byte == 0x09
        let asItIs = (0x21...0x7E).contains(byte) && byte != UInt8(ascii: "=") || isBlank && index != last
        let size = asItIs ? 1 : 3
        // The last column is kept free for the "=" of a soft break.
        if width + size > 75 {
          out += Array("=\r\n".utf8)
          width = 0
        }
        if asItIs { out.append(byte) } else { out += [UInt8(ascii: "="), hex[Int(byte >> 4)], hex[Int(byte & 15)]] }
        width += size
      }
      out += Array("\r\n".utf8)
    }
    return String(decoding: out, as: UTF8.self)
  }
}
