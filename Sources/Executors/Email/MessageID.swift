import CEL
import Encoding

/// The identity of a mail (RFC 5322 §3.6.4), made from the step's key. It is the same for every attempt and every
/// generation, so that a mailbox can recognise a second copy.
enum MessageID {
  /// Returns an identifier such as `<VLT-20260101-AB12+mail+confirmation+1@example.org>`. A slash becomes `+`, and any
  /// other byte that may not stand in an identifier becomes `=XX`.
  static func of(key: String, domain: String) -> String {
    var token: [UInt8] = []
    let hex = Array("0123456789ABCDEF".utf8)
    for byte in (KeyGeneration.act(of: key) ?? key).utf8 {
      switch byte {
      case UInt8(ascii: "/"): token.append(UInt8(ascii: "+"))
      case UInt8(ascii: "-"), UInt8(ascii: "_"): token.append(byte)
      case _ where FieldFormat.isLetterOrDigit(byte): token.append(byte)
      default: token += [UInt8(ascii: "="), hex[Int(byte >> 4)], hex[Int(byte & 15)]]
      }
    }
    return "<\(String(decoding: token, as: UTF8.self))@\(domain)>"
  }
}
