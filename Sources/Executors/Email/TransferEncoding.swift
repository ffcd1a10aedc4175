import Encoding

/// The two encodings that carry any text through mail servers that take only lines of ASCII: quoted-printable and
/// base64 (RFC 2045 §6.7, §6.8).
enum TransferEncoding {
  /// Encodes bytes as base64 in lines of 76 characters with CRLF after each.
  static func base64Lines(_ bytes: [UInt8]) -> String {
    var rest = Substring(Base64.encode(bytes))
    var out = ""
    while !rest.isEmpty {
      out += rest.prefix(76) + "\r\n"
      rest = rest.dropFirst(76)
    }
    return out
  }

  /// Encodes text with `\n` line ends as quoted-printable. Lines have at most 76 characters with CRLF after each;
  /// longer ones have soft breaks.
  static func quotedPrintable(_ text: String) -> String {
    var out: [UInt8] = []
    // Lines are split by bytes, because "\r\n" is one character, and a "\n" may be followed by a mark that joins it.
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
        if asItIs {
          out.append(byte)
        } else {
          let (high, low) = Hex.upperDigits(byte)
          out += [UInt8(ascii: "="), high, low]
        }
        width += size
      }
      out += Array("\r\n".utf8)
    }
    return String(decoding: out, as: UTF8.self)
  }
}
