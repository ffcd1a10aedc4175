/// Names of hosts (RFC 1123), in the form in which they travel: letters, digits and hyphens. Other scripts become A-labels (RFC 5890).
public enum DomainName {
  /// The name in ASCII; nil if it is none. Of a label in another script what is written in capitals is written small, as IDNA's users
  /// expect; nothing else is changed: what IDNA 2008 does not have as it stands (half-width forms, ligatures, combining marks that are
  /// not part of their letter) is refused, for two readers could take it for two names.
  public static func ascii(_ text: some StringProtocol) -> String? {
    var labels: [String] = []
    for label in text.split(separator: ".", omittingEmptySubsequences: false) {
      guard let ascii = label.utf8.allSatisfy({ $0 < 0x80 }) ? String(label) : aLabel(label), isLabel(ascii) else {
        return nil
      }
      labels.append(ascii)
    }
    let name = labels.joined(separator: ".")
    return (1...253).contains(name.utf8.count) ? name : nil
  }

  private static func isLabel(_ label: String) -> Bool {
    let hyphen = UInt8(ascii: "-")
    return (1...63).contains(label.utf8.count) && label.utf8.first != hyphen && label.utf8.last != hyphen
      && label.utf8.allSatisfy { FieldFormat.isLetterOrDigit($0) || $0 == hyphen }
  }

  private static func aLabel(_ label: some StringProtocol) -> String? {
    // A label of more bytes than this has no A-label of 63.
    guard label.utf8.count <= 4 * 63 else { return nil }
    let scalars = Array(String(label).lowercased().unicodeScalars)
    guard scalars.first != "-", scalars.last != "-", scalars.allSatisfy(isPermitted), hasOneDirection(scalars),
      // "xn--" and its like are not to be made by hand.
      !(scalars.count > 3 && scalars[2] == "-" && scalars[3] == "-")
    else { return nil }
    return Punycode.encode(scalars).map { "xn--\($0)" }
  }

  /// RFC 5892, without combining marks and without the letters that need a rule for what stands beside them.
  private static func isPermitted(_ scalar: Unicode.Scalar) -> Bool {
    // Sharp s and final sigma are letters of their own in IDNA 2008.
    if scalar == "-" || scalar == "\u{DF}" || scalar == "\u{3C2}" { return true }
    switch scalar.properties.generalCategory {
    case .lowercaseLetter, .otherLetter, .modifierLetter, .decimalNumber:
      return !scalar.properties.changesWhenNFKCCaseFolded
    default: return false
    }
  }

  /// RFC 5893, strictly: a label that is written from right to left has no letter of the other direction, and begins with a letter.
  private static func hasOneDirection(_ scalars: [Unicode.Scalar]) -> Bool {
    let letters = scalars.filter { $0 != "-" && $0.properties.generalCategory != .decimalNumber }
    guard letters.contains(where: isRightToLeft) else { return true }
    return letters.allSatisfy(isRightToLeft) && scalars.first.map(isRightToLeft) == true
  }

  private static func isRightToLeft(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x590...0x8FF, 0xFB1D...0xFDFF, 0xFE70...0xFEFF, 0x1_0800...0x1_0FFF, 0x1_E800...0x1_EFFF: true
    default: false
    }
  }
}
