/// The tree of a regular expression.
indirect enum PatternNode {
  case empty
  case characters(CharacterSet)
  case assertion(Assertion)
  case sequence([PatternNode])
  case alternatives([PatternNode])
  /// `most` nil: without end.
  case repeated(PatternNode, least: Int, most: Int?)

  enum Assertion {
    case textStart, textEnd, lineStart, lineEnd, wordBoundary, noWordBoundary
  }
}

/// A set of code points.
struct CharacterSet: Sendable {
  enum Part: Sendable {
    case range(ClosedRange<UInt32>)
    case category(String, negated: Bool)
    case set(CharacterSet)
  }

  var parts: [Part] = []
  var negated = false
  var ignoresCase = false

  func contains(_ scalar: Unicode.Scalar) -> Bool {
    var found = holds(scalar)
    if !found, ignoresCase { found = Self.otherCases(scalar).contains(where: holds) }
    return found != negated
  }

  private func holds(_ scalar: Unicode.Scalar) -> Bool {
    for part in parts {
      switch part {
      case .range(let range): if range.contains(scalar.value) { return true }
      case .category(let name, let negated): if Self.isIn(scalar, name) != negated { return true }
      case .set(let set): if set.contains(scalar) { return true }
      }
    }
    return false
  }

  private static func otherCases(_ scalar: Unicode.Scalar) -> [Unicode.Scalar] {
    if scalar.isASCII {
      guard scalar.properties.isAlphabetic else { return [] }
      return [Unicode.Scalar(UInt8(scalar.value) ^ 0x20)]
    }
    let texts = [scalar.properties.lowercaseMapping, scalar.properties.uppercaseMapping]
    return texts.compactMap { $0.unicodeScalars.count == 1 ? $0.unicodeScalars.first : nil }
  }

  /// General categories by their one or two letters (`L`, `Lu`, `N`, `P` …).
  static let categories: [Unicode.GeneralCategory: String] = [
    .uppercaseLetter: "Lu", .lowercaseLetter: "Ll", .titlecaseLetter: "Lt", .modifierLetter: "Lm", .otherLetter: "Lo",
    .nonspacingMark: "Mn", .spacingMark: "Mc", .enclosingMark: "Me", .decimalNumber: "Nd", .letterNumber: "Nl",
    .otherNumber: "No", .connectorPunctuation: "Pc", .dashPunctuation: "Pd", .openPunctuation: "Ps",
    .closePunctuation: "Pe", .initialPunctuation: "Pi", .finalPunctuation: "Pf", .otherPunctuation: "Po",
    .mathSymbol: "Sm", .currencySymbol: "Sc", .modifierSymbol: "Sk", .otherSymbol: "So", .spaceSeparator: "Zs",
    .lineSeparator: "Zl", .paragraphSeparator: "Zp", .control: "Cc", .format: "Cf", .surrogate: "Cs",
    .privateUse: "Co", .unassigned: "Cn",
  ]

  static func isCategory(_ name: String) -> Bool {
    name == "Any" || categories.values.contains { $0 == name || String($0.prefix(1)) == name }
  }

  private static func isIn(_ scalar: Unicode.Scalar, _ name: String) -> Bool {
    if name == "Any" { return true }
    let own = categories[scalar.properties.generalCategory] ?? "Cn"
    return name.utf8.count == 1 ? own.hasPrefix(name) : own == name
  }

  init(_ ranges: [ClosedRange<UInt32>], negated: Bool = false) {
    parts = ranges.map(Part.range)
    self.negated = negated
  }

  init(_ scalar: Unicode.Scalar) { self.init([scalar.value...scalar.value]) }

  static let digits: [ClosedRange<UInt32>] = [48...57]
  static let words: [ClosedRange<UInt32>] = [48...57, 65...90, 95...95, 97...122]
  static let spaces: [ClosedRange<UInt32>] = [9...10, 12...13, 32...32]
}
