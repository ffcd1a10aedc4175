/// Decodes transfer encodings (RFC 2045), character sets, and encoded words (RFC 2047).
public enum MailDecoding {
  /// With `inWord`, underscores are read as spaces (RFC 2047 §4.2).
  public static func quotedPrintable(_ bytes: some Sequence<UInt8>, inWord: Bool = false) -> [UInt8] {
    let input = Array(bytes)
    var out: [UInt8] = []
    var index = 0
    while index < input.count {
      let byte = input[index]
      if byte == 61 {
        if index + 2 < input.count, let decoded = Hex.byte(input[index + 1], input[index + 2]) {
          out.append(decoded)
          index += 3
          continue
        }
        // A soft line break: the equals sign and the line end are dropped.
        index += 1
        if index < input.count, input[index] == 13 { index += 1 }
        if index < input.count, input[index] == 10 { index += 1 }
        continue
      }
      out.append(inWord && byte == 95 ? 32 : byte)
      index += 1
    }
    return out
  }

  /// Decodes text; a character set that is not known is read as UTF-8.
  public static func text(_ bytes: [UInt8], charset: String) -> String {
    switch charset.lowercased() {
    case "iso-8859-1", "latin1", "windows-1252":
      var out = String.UnicodeScalarView()
      for byte in bytes { out.append(Unicode.Scalar(byte)) }
      return String(out)
    default: return String(decoding: bytes, as: UTF8.self)
    }
  }

  /// Decodes text such as `=?utf-8?Q?Gr=C3=BC=C3=9Fe?=`; white space between two encoded words is dropped.
  public static func words(_ header: String) -> String {
    var out: [UInt8] = []
    var pendingSpace = ""
    var lastWasWord = false
    for (index, token) in header.split(separator: " ", omittingEmptySubsequences: false).enumerated() {
      let decoded = word(String(token))
      if index > 0 { pendingSpace += " " }
      if !(lastWasWord && decoded != nil) { out += Array(pendingSpace.utf8) }
      pendingSpace = ""
      out += decoded ?? Array(token.utf8)
      lastWasWord = decoded != nil
    }
    return String(decoding: out, as: UTF8.self)
  }

  private static func word(_ token: String) -> [UInt8]? {
    guard token.hasPrefix("=?"), token.hasSuffix("?="), token.utf8.count > 6 else { return nil }
    let parts = token.dropFirst(2).dropLast(2).split(separator: "?", maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3 else { return nil }
    let bytes: [UInt8]
    switch parts[1].uppercased() {
    case "B": bytes = Base64.decodeLeniently(parts[2].utf8)
    case "Q": bytes = quotedPrintable(parts[2].utf8, inWord: true)
    default: return nil
    }
    let charset = String(parts[0].split(separator: "*").first ?? "utf-8")
    // A character may be split between UTF-8 words, so bytes are joined before they are decoded.
    return charset.lowercased() == "utf-8" ? bytes : Array(text(bytes, charset: charset).utf8)
  }
}
