/// A bare address that needs no quoting in an envelope or a header: `local@domain` (RFC 5321 section 4.1.2, with its
/// limits of length). The domain may be given in any script and is kept in ASCII. The local part is ASCII, because
/// another one would need SMTPUTF8 at every server on the way. Other forms of RFC 5322 (quoted local parts, addresses
/// of hosts) are refused: they are far more often forgeries than people's addresses.
///
/// An accepted address can be written to. The public API and the mail executor both judge by this type alone.
public struct EmailAddress: Sendable, Hashable, CustomStringConvertible {
  /// The part before the `@`, in ASCII.
  public let local: String
  /// Letters, digits and hyphens.
  public let domain: String

  /// The address as `local@domain`.
  public var description: String { "\(local)@\(domain)" }

  /// Reads an address; returns nil if it has another form.
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
