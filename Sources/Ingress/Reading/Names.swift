/// The rules for names in paths and for keys. Everything else is refused before it can reach a log line, a header or
/// the store.
enum Names {
  /// Returns true for 1 to `limit` letters, digits, `.`, `_` and `-`, of which the first is not a dot.
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

  /// Returns true for 1 to 255 visible ASCII characters, as in an `Idempotency-Key` or a provider's event id.
  static func isKey(_ text: String) -> Bool {
    (1...255).contains(text.utf8.count) && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
  }

  /// Returns true for a name of at most 128 characters, as an event from a provider's body has to have.
  static func isEventName(_ text: String) -> Bool { isName(text, limit: 128) }
}
