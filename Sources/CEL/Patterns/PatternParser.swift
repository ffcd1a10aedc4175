/// Reads the syntax of RE2: no back references, no looking around; groups do not capture, since only `matches` asks.
struct PatternParser {
  static let largestRepeat = 1_000
  private static let deepest = 50

  private let pattern: String
  private let scalars: [Unicode.Scalar]
  private var position = 0
  private var depth = 0
  private var ignoresCase = false
  private var multiline = false
  private var dotMatchesNewline = false

  init(_ pattern: String) {
    self.pattern = pattern
    scalars = Array(pattern.unicodeScalars)
  }

  mutating func parse() throws(EvaluationError) -> PatternNode {
    let node = try alternatives()
    guard position == scalars.count else { throw failure("an unexpected ')'") }
    return node
  }

  private func failure(_ why: String) -> EvaluationError {
    EvaluationError(
      "bad-pattern", "'\(pattern.unicodeScalars.count > 64 ? "the pattern" : pattern)' at \(position): \(why)")
  }

  private var next: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

  private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard next == scalar else { return false }
    position += 1
    return true
  }

  private mutating func takeAll(_ text: String) -> Bool {
    let wanted = Array(text.unicodeScalars)
    guard position + wanted.count <= scalars.count, Array(scalars[position..<position + wanted.count]) == wanted else {
      return false
    }
    position += wanted.count
    return true
  }

  private mutating func alternatives() throws(EvaluationError) -> PatternNode {
    guard depth < Self.deepest else { throw failure("more than \(Self.deepest) groups within each other") }
    depth += 1
    defer { depth -= 1 }
    let flags = (ignoresCase, multiline, dotMatchesNewline)
    defer { (ignoresCase, multiline, dotMatchesNewline) = flags }
    var branches = [try sequence()]
    while take("|") { branches.append(try sequence()) }
    return branches.count == 1 ? branches[0] : .alternatives(branches)
  }

  private mutating func sequence() throws(EvaluationError) -> PatternNode {
    var parts: [PatternNode] = []
    while let scalar = next, scalar != "|", scalar != ")" {
      var atom = try atom()
      var repeated = false
      while let (least, most) = try quantifier() {
        // RE2 refuses `a**`; `a*?` was taken with the quantifier.
        guard !repeated else { throw failure("a repetition cannot be repeated") }
        repeated = true
        atom = .repeated(atom, least: least, most: most)
      }
      parts.append(atom)
    }
    return parts.count == 1 ? parts[0] : .sequence(parts)
  }

  private mutating func quantifier() throws(EvaluationError) -> (Int, Int?)? {
    var result: (Int, Int?)?
    if take("*") {
      result = (0, nil)
    } else if take("+") {
      result = (1, nil)
    } else if take("?") {
      result = (0, 1)
    } else if next == "{" {
      let start = position
      position += 1
      let least = number()
      var most = least
      if take(",") { most = next == "}" ? nil : number() ?? -1 }
      guard let least, most != -1, take("}") else {
        // Not a count, so the bracket means itself.
        position = start
        return nil
      }
      guard least <= Self.largestRepeat, (most ?? 0) <= Self.largestRepeat, most.map({ $0 >= least }) ?? true else {
        throw failure("a count is at most \(Self.largestRepeat) and in order")
      }
      result = (least, most)
    }
    // Whether greedy or not makes no difference to whether there is a match.
    if result != nil { _ = take("?") }
    return result
  }

  private mutating func number() -> Int? {
    var value: Int?
    while let scalar = next, ("0"..."9").contains(scalar), (value ?? 0) < 100_000 {
      value = (value ?? 0) * 10 + Int(scalar.value - 48)
      position += 1
    }
    return value
  }

  private mutating func atom() throws(EvaluationError) -> PatternNode {
    guard let scalar = next else { return .empty }
    position += 1
    switch scalar {
    case "(": return try group()
    case "[": return .characters(try bracket())
    case ".": return .characters(CharacterSet(dotMatchesNewline ? [] : [10...10], negated: true))
    case "^": return .assertion(multiline ? .lineStart : .textStart)
    case "$": return .assertion(multiline ? .lineEnd : .textEnd)
    case "*", "+", "?": throw failure("nothing stands before the repetition")
    case "\\": return try escape()
    default: return .characters(literal(scalar))
    }
  }

  private func literal(_ scalar: Unicode.Scalar) -> CharacterSet {
    var set = CharacterSet(scalar)
    set.ignoresCase = ignoresCase
    return set
  }

  private mutating func group() throws(EvaluationError) -> PatternNode {
    guard take("?") else { return try closed(try alternatives()) }
    if takeAll("P<") || take("<") {
      let start = position
      while let scalar = next, scalar == "_" || scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) {
        position += 1
      }
      guard position > start, take(">") else { throw failure("the name of a group does not end, or looks around") }
      return try closed(try alternatives())
    }
    let outer = (ignoresCase, multiline, dotMatchesNewline)
    var on = true
    while let scalar = next {
      position += 1
      switch scalar {
      case "i": ignoresCase = on
      case "m": multiline = on
      case "s": dotMatchesNewline = on
      case "U": break
      case "-" where on: on = false
      case ":":
        let node = try alternatives()
        (ignoresCase, multiline, dotMatchesNewline) = outer
        return try closed(node)
      case ")": return .empty
      default: throw failure("'(?\(scalar)' is not supported")
      }
    }
    throw failure("a group does not end")
  }

  private mutating func closed(_ node: PatternNode) throws(EvaluationError) -> PatternNode {
    guard take(")") else { throw failure("a ')' is missing") }
    return node
  }
}

extension PatternParser {
  private mutating func escape() throws(EvaluationError) -> PatternNode {
    guard let scalar = next else { throw failure("it ends after a backslash") }
    switch scalar {
    case "A", "z", "b", "B":
      position += 1
      let assertions: [Unicode.Scalar: PatternNode.Assertion] = [
        "A": .textStart, "z": .textEnd, "b": .wordBoundary, "B": .noWordBoundary,
      ]
      return .assertion(assertions[scalar] ?? .textStart)
    case "Q":
      position += 1
      var parts: [PatternNode] = []
      while position < scalars.count, !takeAll("\\E") {
        parts.append(.characters(literal(scalars[position])))
        position += 1
      }
      return .sequence(parts)
    default:
      if let set = try classEscape() { return .characters(set) }
      return .characters(literal(try scalarEscape()))
    }
  }

  /// `\d`, `\pL` and the like; nil without moving when it is another escape.
  private mutating func classEscape() throws(EvaluationError) -> CharacterSet? {
    guard let scalar = next else { return nil }
    switch scalar {
    case "d", "D", "w", "W", "s", "S":
      position += 1
      let ranges =
        scalar == "d" || scalar == "D"
        ? CharacterSet.digits : scalar == "w" || scalar == "W" ? CharacterSet.words : CharacterSet.spaces
      return CharacterSet(ranges, negated: scalar.properties.isUppercase)
    case "p", "P":
      position += 1
      var name = ""
      var negated = scalar == "P"
      if take("{") {
        if take("^") { negated.toggle() }
        while let letter = next, letter != "}", name.utf8.count < 32 {
          name.unicodeScalars.append(letter)
          position += 1
        }
        guard take("}") else { throw failure("the name of the property does not end") }
      } else if let letter = next {
        position += 1
        name.unicodeScalars.append(letter)
      }
      guard CharacterSet.isCategory(name) else { throw failure("there is no general category '\(name)'") }
      var set = CharacterSet([])
      set.parts = [.category(name, negated: negated)]
      return set
    default: return nil
    }
  }

  private mutating func scalarEscape() throws(EvaluationError) -> Unicode.Scalar {
    guard let scalar = next else { throw failure("it ends after a backslash") }
    position += 1
    let controls: [Unicode.Scalar: Unicode.Scalar] = [
      "a": "\u{7}", "f": "\u{C}", "t": "\t", "n": "\n", "r": "\r", "v": "\u{B}",
    ]
    if let control = controls[scalar] { return control }
    if scalar == "x" {
      let braced = take("{")
      var digits = ""
      while let digit = next, digit.properties.isASCIIHexDigit, digits.utf8.count < (braced ? 8 : 2) {
        digits.unicodeScalars.append(digit)
        position += 1
      }
      guard braced ? take("}") : digits.utf8.count == 2, let code = UInt32(digits, radix: 16),
        let result = Unicode.Scalar(code)
      else { throw failure("\\x needs two digits, or a code point in {}") }
      return result
    }
    if scalar.isASCII, !scalar.properties.isAlphabetic, !("0"..."9").contains(scalar) { return scalar }
    throw failure("the escape '\\\(scalar)' is not supported")
  }

  private static let posixClasses: [String: [ClosedRange<UInt32>]] = [
    "alnum": [48...57, 65...90, 97...122], "alpha": [65...90, 97...122], "ascii": [0...127], "blank": [9...9, 32...32],
    "cntrl": [0...31, 127...127], "digit": [48...57], "graph": [33...126], "lower": [97...122], "print": [32...126],
    "punct": [33...47, 58...64, 91...96, 123...126], "space": [9...13, 32...32], "upper": [65...90],
    "word": CharacterSet.words, "xdigit": [48...57, 65...70, 97...102],
  ]

  private mutating func bracket() throws(EvaluationError) -> CharacterSet {
    var set = CharacterSet([])
    set.negated = take("^")
    set.ignoresCase = ignoresCase
    var first = true
    while first || next != "]" {
      guard let scalar = next else { throw failure("a ']' is missing") }
      first = false
      if takeAll("[:") {
        let negated = take("^")
        var name = ""
        while let letter = next, letter.properties.isAlphabetic {
          name.unicodeScalars.append(letter)
          position += 1
        }
        guard takeAll(":]"), let ranges = Self.posixClasses[name] else { throw failure("there is no such class") }
        set.parts.append(.set(CharacterSet(ranges, negated: negated)))
        continue
      }
      if scalar == "\\" {
        position += 1
        if let inner = try classEscape() {
          set.parts.append(.set(inner))
          continue
        }
        position -= 1
      }
      let low = try bracketScalar()
      var high = low
      if next == "-", position + 1 < scalars.count, scalars[position + 1] != "]" {
        position += 1
        high = try bracketScalar()
      }
      guard low.value <= high.value else { throw failure("a range is out of order") }
      set.parts.append(.range(low.value...high.value))
    }
    position += 1
    return set
  }

  private mutating func bracketScalar() throws(EvaluationError) -> Unicode.Scalar {
    if take("\\") { return try scalarEscape() }
    guard let scalar = next else { throw failure("a ']' is missing") }
    position += 1
    return scalar
  }
}
