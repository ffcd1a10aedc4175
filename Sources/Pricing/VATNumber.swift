/// A number under which a member state of the union knows a business for its value-added tax. Form and check digits are
/// verified here; whether the business exists is the authority's to say.
public struct VATNumber: Hashable, Sendable, CustomStringConvertible {
  /// The country by ISO 3166; Greece's numbers begin with EL all the same.
  public let country: String
  /// The part after the two letters, in capitals, without separators.
  public let body: String

  /// The two letters and the body.
  public var description: String { (country == "GR" ? "EL" : country) + body }

  /// Reads a number with its two letters; blanks, dots, dashes and slashes are left out. Returns nil if it does not begin
  /// with the letters of a member state, or holds other characters.
  public init?(_ text: String) {
    let separators: Set<Character> = [" ", ".", "-", "/", "\u{A0}"]
    guard text.utf8.count <= 40 else { return nil }
    let compact = text.filter { !separators.contains($0) }.uppercased()
    guard compact.utf8.allSatisfy(Self.isAlphanumeric), compact.utf8.count >= 4 else { return nil }
    let letters = String(compact.prefix(2))
    let country = letters == "EL" ? "GR" : letters
    guard TaxTable.union.contains(country), letters != "GR" else { return nil }
    self.country = country
    let body = String(compact.dropFirst(2))
    self.body = country == "BE" && body.utf8.count == 9 ? "0" + body : body
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    (48...57).contains(byte) || (65...90).contains(byte)
  }

  /// True if the number has the form of its country and its check digits are right.
  public var isValid: Bool { VATChecks.isValid(country, Array(body.utf8)) }
}
