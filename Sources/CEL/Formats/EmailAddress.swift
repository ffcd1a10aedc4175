/// A bare address that can stand in an envelope and a header without quoting: `local@domain` (RFC 5321 section 4.1.2, with its length
/// limits). The domain may be given in any script, and is kept in ASCII. The local part is ASCII: another one needs SMTPUTF8 at every
/// server on the way. What else RFC 5322 allows (quoted local parts, addresses of hosts) is refused: such addresses are forgeries far
/// more often than people. What is accepted here can be written to; it is the one judge, at the door and before the mail leaves.
public struct EmailAddress: Sendable, Hashable, CustomStringConvertible {
  public let local: String
  /// Letters, digits and hyphens.
  public let domain: String

  public var description: String { "\(local)@\(domain)" }

  public init?(_ text: String) {
    // Of a text that is longer than this no name of 253 bytes can come.
    guard text.utf8.count <= 1_100 else { return nil }
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count == 2, Self.isLocal(parts[0]), let domain = DomainName.ascii(parts[1]) else { return nil }
    (local, self.domain) = (String(parts[0]), domain)
    guard description.utf8.count <= 254 else { return nil }
  }

  private static func isLocal(_ text: Substring) -> Bool {
    (1...64).contains(text.utf8.count)
      && text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { atom in
        !atom.isEmpty && atom.utf8.allSatisfy(isAtomText)
      }
  }

  /// A character of an atom (RFC 5322 section 3.2.3).
  public static func isAtomText(_ byte: UInt8) -> Bool {
    FieldFormat.isLetterOrDigit(byte) || "!#$%&'*+-/=?^_`{|}~".utf8.contains(byte)
  }
}
