/// What may stand in paths and keys. Everything else is refused before it can reach a log line, a header or the store.
enum Names {
  /// Letters, digits, `.`, `_`, `-`; 1 to `limit` characters; not beginning with a dot.
  static func isName(_ text: some StringProtocol, limit: Int) -> Bool {
    let bytes = text.utf8
    guard (1...limit).contains(bytes.count), bytes.first != UInt8(ascii: ".") else { return false }
    return bytes.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
        true
      default: false
      }
    }
  }

  /// 1 to 255 visible ASCII characters: an `Idempotency-Key`, a provider's event id.
  static func isKey(_ text: String) -> Bool {
    (1...255).contains(text.utf8.count) && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
  }

  /// Without control characters, at most 128 bytes: an event's name from a provider's body.
  static func isEventName(_ text: String) -> Bool { isName(text, limit: 128) }
}
