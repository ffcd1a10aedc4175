/// Parses the syntax of RE2, which has no back references and no look-around.
struct PatternParser {
  /// The largest count in braces, and the largest product of nested counts.
  static let largestRepeat = 1_000
  /// The greatest nesting of groups.
  static let deepest = 100

  struct Flags {
    var ignoresCase = false
    var multiline = false
    var dotMatchesNewline = false
    var swapsGreed = false
  }

  private let pattern: String
  let scalars: [Unicode.Scalar]
  var position = 0
  var flags = Flags()
  private(set) var groupCount = 0
  private var groupNames: Set<[UInt8]> = []
  private var depth = 0

  init(_ pattern: String) {
    self.pattern = pattern
    scalars = Array(pattern.unicodeScalars)
  }

  mutating func parse() throws(EvaluationError) -> PatternNode {
    let node = try alternatives()
    guard position == scalars.count else { throw failure("an unexpected ')'") }
    guard Self.allows(node, Self.largestRepeat) else {
      throw failure("counts within each other multiply to more than \(Self.largestRepeat)")
    }
    return node
  }

  func failure(_ why: String) -> EvaluationError {
    EvaluationError("bad-pattern", "\(scalars.count > 64 ? "the pattern" : "'\(pattern)'") at \(position): \(why)")
  }

  var next: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

  mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard next == scalar else { return false }
    position += 1
    return true
  }

  func isNext(_ text: StaticString) -> Bool {
    text.withUTF8Buffer { bytes in
      position + bytes.count <= scalars.count
        && bytes.indices.allSatisfy { scalars[position + $0].value == UInt32(bytes[$0]) }
    }
  }

  mutating func takeAll(_ text: StaticString) -> Bool {
    guard isNext(text) else { return false }
    position += text.utf8CodeUnitCount
    return true
  }

  /// True if the product of nested counts stays within the rest of the limit.
  private static func allows(_ node: PatternNode, _ left: Int) -> Bool {
    switch node {
    case .empty, .characters, .assertion: return true
    case .sequence(let parts), .alternatives(let parts): return parts.allSatisfy { allows($0, left) }
    case .group(let inner, _): return allows(inner, left)
    case .repeated(let inner, let least, let most, _):
      let rest = left / max(most ?? least, 1)
      return rest > 0 && allows(inner, rest)
    }
  }

  private mutating func alternatives() throws(EvaluationError) -> PatternNode {
    guard depth < Self.deepest else { throw failure("more than \(Self.deepest) groups within each other") }
    depth += 1
    defer { depth -= 1 }
    let outer = flags
    defer { flags = outer }
    var branches = [try sequence()]
    while take("|") { branches.append(try sequence()) }
    return branches.count == 1 ? branches[0] : .alternatives(branches)
  }

  private mutating func sequence() throws(EvaluationError) -> PatternNode {
    var parts: [PatternNode] = []
    // True if the preceding item is a repetition, because RE2 refuses `a**`.
    var wasRepeated = false
    while let scalar = next, scalar != "|", scalar != ")" {
      if let (least, most, greedy) = try quantifier() {
        guard !wasRepeated else { throw failure("a repetition cannot be repeated") }
        guard let atom = parts.popLast() else { throw failure("nothing stands before the repetition") }
        parts.append(.repeated(atom, least: least, most: most, greedy: greedy))
        wasRepeated = true
      } else {
        try atoms(&parts)
        wasRepeated = false
      }
    }
    return parts.count == 1 ? parts[0] : .sequence(parts)
  }

  private mutating func quantifier() throws(EvaluationError) -> (least: Int, most: Int?, greedy: Bool)? {
    var (least, most): (Int, Int?) = (0, nil)
    switch next {
    case "*": break
    case "+": least = 1
    case "?": most = 1
    case "{":
      guard let (low, high, end) = counts() else { return nil }
      guard low <= Self.largestRepeat, (high ?? 0) <= Self.largestRepeat, high.map({ $0 >= low }) ?? true else {
        throw failure("a count is at most \(Self.largestRepeat) and in order")
      }
      (least, most, position) = (low, high, end - 1)
    default: return nil
    }
    position += 1
    let lazy = take("?")
    return (least, most, lazy == flags.swapsGreed)
  }

  /// Parses `{2}`, `{2,}` or `{2,3}`. Returns nil if the brace is literal.
  private func counts() -> (least: Int, most: Int?, end: Int)? {
    var place = position + 1
    func number() -> Int? {
      let start = place
      var value = 0
      while place < scalars.count, ("0"..."9").contains(scalars[place]) {
        value = min(value * 10 + Int(scalars[place].value - 48), 100_000)
        place += 1
      }
      // RE2 accepts no number with a leading zero.
      return place == start || (scalars[start] == "0" && place > start + 1) ? nil : value
    }
    guard let least = number() else { return nil }
    var most: Int? = least
    if place < scalars.count, scalars[place] == "," {
      place += 1
      if place < scalars.count, scalars[place] == "}" {
        most = nil
      } else {
        guard let high = number() else { return nil }
        most = high
      }
    }
    guard place < scalars.count, scalars[place] == "}" else { return nil }
    return (least, most, place + 1)
  }

  private mutating func atoms(_ parts: inout [PatternNode]) throws(EvaluationError) {
    guard let scalar = next else { return }
    switch scalar {
    case "(":
      position += 1
      if let group = try group() { parts.append(group) }
    case "[": parts.append(.characters(try bracket()))
    case ".":
      position += 1
      parts.append(.characters(flags.dotMatchesNewline ? .any : .anyButNewline))
    case "^":
      position += 1
      parts.append(.assertion(flags.multiline ? .lineStart : .textStart))
    case "$":
      position += 1
      parts.append(.assertion(flags.multiline ? .lineEnd : .textEnd))
    case "\\" where takeAll("\\Q"):
      while position < scalars.count, !takeAll("\\E") {
        parts.append(.characters(literal(scalars[position].value)))
        position += 1
      }
    case "\\": parts.append(try escape())
    default:
      position += 1
      parts.append(.characters(literal(scalar.value)))
    }
  }

  func literal(_ code: UInt32) -> CharacterSet {
    let set = CharacterSet([code...code])
    return flags.ignoresCase ? set.ignoringCase : set
  }

  /// Parses a group after its bracket. Returns nil if it only sets flags.
  private mutating func group() throws(EvaluationError) -> PatternNode? {
    guard isNext("?") else { return try capture() }
    if takeAll("?P<") || takeAll("?<") {
      try groupName()
      return try capture()
    }
    position += 1
    var changed = flags
    var (on, some) = (true, false)
    while let scalar = next {
      position += 1
      switch scalar {
      case "i": changed.ignoresCase = on
      case "m": changed.multiline = on
      case "s": changed.dotMatchesNewline = on
      case "U": changed.swapsGreed = on
      case "-" where on:
        (on, some) = (false, false)
        continue
      case ":" where on || some:
        let outer = flags
        flags = changed
        let node = try alternatives()
        flags = outer
        return try closed(node)
      case ")" where on || some:
        flags = changed
        return nil
      default: throw failure("'(?\(scalar)' is not supported")
      }
      some = true
    }
    throw failure("a group does not end")
  }

  private mutating func capture() throws(EvaluationError) -> PatternNode {
    groupCount += 1
    let index = groupCount
    return .group(try closed(try alternatives()), index: index)
  }

  private mutating func groupName() throws(EvaluationError) {
    let start = position
    while let scalar = next, Self.isInName(scalar) { position += 1 }
    let name = start..<position
    guard !name.isEmpty, take(">") else { throw failure("the name of a group does not end, or looks around") }
    let inserted = groupNames.insert(scalars[name].flatMap { Array(String(Character($0)).utf8) }).inserted
    guard inserted else { throw failure("two groups have one name") }
  }

  private static let nameSet = CharacterSet(
    ["Lu", "Ll", "Lt", "Lm", "Lo", "Nl", "Mn", "Mc", "Nd", "Pc"].flatMap { UnicodeProperties.ranges($0) ?? [] })

  private static func isInName(_ scalar: Unicode.Scalar) -> Bool { nameSet.contains(scalar.value) }

  private mutating func closed(_ node: PatternNode) throws(EvaluationError) -> PatternNode {
    guard take(")") else { throw failure("a ')' is missing") }
    return node
  }
}
