/// Parses escapes and character classes.
extension PatternParser {
  /// Parses an escape at its backslash, outside of a class.
  mutating func escape() throws(EvaluationError) -> PatternNode {
    let assertions: [(StaticString, PatternNode.Assertion)] = [
      ("\\A", .textStart), ("\\z", .textEnd), ("\\b", .wordBoundary), ("\\B", .noWordBoundary),
    ]
    for (text, assertion) in assertions where takeAll(text) { return .assertion(assertion) }
    if let set = try classEscape() { return .characters(set) }
    return .characters(literal(try codeEscape()))
  }

  private func folded(_ set: CharacterSet) -> CharacterSet { flags.ignoresCase ? set.ignoringCase : set }

  /// Parses `\d`, `\pL` and the like. Returns nil, without moving, at any other escape.
  private mutating func classEscape() throws(EvaluationError) -> CharacterSet? {
    let start = position
    guard take("\\"), let letter = next else {
      position = start
      return nil
    }
    position += 1
    switch letter {
    case "d": return folded(.digits)
    case "D": return folded(.digits).complement
    case "w": return folded(.words)
    case "W": return folded(.words).complement
    case "s": return folded(.spaces)
    case "S": return folded(.spaces).complement
    case "p", "P":
      let set = try property()
      return letter.value == 80 ? set.complement : set
    default:
      position = start
      return nil
    }
  }

  /// Parses `{Greek}`, `{^Greek}` or `L`.
  private mutating func property() throws(EvaluationError) -> CharacterSet {
    var name = ""
    var negated = false
    if take("{") {
      negated = take("^")
      while let letter = next, letter != "}", name.utf8.count < 64 {
        name.unicodeScalars.append(letter)
        position += 1
      }
      guard take("}") else { throw failure("the name of the property does not end") }
    } else if let letter = next {
      position += 1
      name.unicodeScalars.append(letter)
    }
    guard let ranges = UnicodeProperties.ranges(name) else {
      throw failure("there is no general category or script '\(name)'; write it as Lu, L or Greek")
    }
    let set = folded(CharacterSet(ranges))
    return negated ? set.complement : set
  }

  private static func digit(_ scalar: Unicode.Scalar?, radix: Int) -> UInt32? {
    scalar.flatMap { Character($0).isASCII ? Character($0).hexDigitValue : nil }.flatMap {
      $0 < radix ? UInt32($0) : nil
    }
  }

  /// Parses an escape that stands for one code point.
  private mutating func codeEscape() throws(EvaluationError) -> UInt32 {
    position += 1
    guard let scalar = next else { throw failure("it ends after a backslash") }
    position += 1
    let controls: [Unicode.Scalar: UInt32] = ["a": 7, "f": 12, "t": 9, "n": 10, "r": 13, "v": 11]
    if let control = controls[scalar] { return control }
    switch scalar {
    case "x": return try hexadecimal()
    // A single digit would be a back reference, which RE2 does not have.
    case "1"..."7" where Self.digit(next, radix: 8) == nil: break
    case "0"..."7":
      var code = scalar.value - 48
      for _ in 0..<2 {
        guard let digit = Self.digit(next, radix: 8) else { break }
        code = code * 8 + digit
        position += 1
      }
      return code
    case "_": return scalar.value
    default: if scalar.isASCII, !CharacterSet.words.contains(scalar.value) { return scalar.value }
    }
    throw failure("the escape '\\\(scalar)' is not supported")
  }

  private mutating func hexadecimal() throws(EvaluationError) -> UInt32 {
    let braced = take("{")
    var (code, count): (UInt32, Int) = (0, 0)
    while braced || count < 2, let digit = Self.digit(next, radix: 16), code <= UnicodeProperties.last {
      code = code * 16 + digit
      count += 1
      position += 1
    }
    guard braced ? count > 0 && take("}") : count == 2, code <= UnicodeProperties.last else {
      throw failure("\\x needs two digits, or a code point in {}")
    }
    return code
  }

  private static let posixClasses: [String: [ClosedRange<UInt32>]] = [
    "alnum": [48...57, 65...90, 97...122], "alpha": [65...90, 97...122], "ascii": [0...127], "blank": [9...9, 32...32],
    "cntrl": [0...31, 127...127], "digit": [48...57], "graph": [33...126], "lower": [97...122], "print": [32...126],
    "punct": [33...47, 58...64, 91...96, 123...126], "space": [9...13, 32...32], "upper": [65...90],
    "word": [48...57, 65...90, 95...95, 97...122], "xdigit": [48...57, 65...70, 97...102],
  ]

  /// Parses `[:alpha:]` within a class. Returns nil, without moving, if it is never closed.
  private mutating func posixClass() throws(EvaluationError) -> CharacterSet? {
    guard isNext("[:") else { return nil }
    var end = position + 2
    while end + 1 < scalars.count, scalars[end] != ":" || scalars[end + 1] != "]" { end += 1 }
    guard end + 1 < scalars.count else { return nil }
    position += 2
    let negated = take("^")
    var name = ""
    name.unicodeScalars.append(contentsOf: scalars[min(position, end)..<end])
    guard let ranges = Self.posixClasses[name] else { throw failure("there is no class '[:\(name):]'") }
    position = end + 2
    let set = folded(CharacterSet(ranges))
    return negated ? set.complement : set
  }

  /// Parses `[a-z]` at its bracket.
  mutating func bracket() throws(EvaluationError) -> CharacterSet {
    position += 1
    let negated = take("^")
    var ranges: [ClosedRange<UInt32>] = []
    var first = true
    while first || next != "]" {
      guard next != nil else { throw failure("a ']' is missing") }
      first = false
      if let set = try posixClass() {
        ranges += set.ranges
        continue
      }
      if let set = try classEscape() {
        ranges += set.ranges
        continue
      }
      let low = try bracketCode()
      var high = low
      if next == "-", position + 1 < scalars.count, scalars[position + 1] != "]" {
        position += 1
        high = try bracketCode()
      }
      guard low <= high else { throw failure("a range is out of order") }
      ranges.append(low...high)
    }
    position += 1
    let set = folded(CharacterSet(ranges))
    return negated ? set.complement : set
  }

  private mutating func bracketCode() throws(EvaluationError) -> UInt32 {
    guard let scalar = next else { throw failure("a ']' is missing") }
    if scalar == "\\" { return try codeEscape() }
    position += 1
    return scalar.value
  }
}
