/// A bare address that can stand in an envelope and a header without quoting: `local@domain`, ASCII, no quoted local part
/// (RFC 5321 §4.1.2 with its length limits). What else RFC 5322 allows is refused: such addresses are forgeries far more often than people.
struct MailAddress: Sendable, Hashable, CustomStringConvertible {
  let local: String
  let domain: String

  var description: String { "\(local)@\(domain)" }

  init?(_ text: String) {
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count == 2, text.utf8.count <= 254 else { return nil }
    (local, domain) = (String(parts[0]), String(parts[1]))
    guard Self.isDotAtom(local), (1...64).contains(local.utf8.count), Self.isDomain(domain) else { return nil }
  }

  static func isDomain(_ text: String) -> Bool {
    guard (1...253).contains(text.utf8.count) else { return false }
    return text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
      (1...63).contains(label.utf8.count) && label.utf8.first != UInt8(ascii: "-")
        && label.utf8.last != UInt8(ascii: "-")
        && label.utf8.allSatisfy { isLetterOrDigit($0) || $0 == UInt8(ascii: "-") }
    }
  }

  private static func isDotAtom(_ text: String) -> Bool {
    text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { atom in
      !atom.isEmpty && atom.utf8.allSatisfy(isAtomText)
    }
  }

  static func isAtomText(_ byte: UInt8) -> Bool {
    isLetterOrDigit(byte) || Array("!#$%&'*+-/=?^_`{|}~".utf8).contains(byte)
  }

  static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: false
    }
  }
}
