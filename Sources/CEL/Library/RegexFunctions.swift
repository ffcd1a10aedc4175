/// The function `matches` and cel-go's `regex` extension. A literal pattern is compiled once, and its faults are
/// issues.
enum RegexFunctions {
  private typealias Run = @Sendable (Pattern, [Value], inout Frame) throws(EvaluationError) -> Value

  static func add(to table: inout FunctionTable) {
    add(["matches", ".matches"], [([.string, .string], .bool)], to: &table) {
      (pattern: Pattern, values: [Value], frame: inout Frame) throws(EvaluationError) -> Value in
      .bool(try pattern.matches(try text("matches", values[0]), &frame))
    }
    let replacement = Overload.LiteralCheck(argument: 2) { (value: Value) throws(EvaluationError) in
      if case .string(let text) = value { _ = try ReplacementText(text) }
    }
    add(
      ["regex.replace"],
      [([.string, .string, .string], .string), ([.string, .string, .string, .int], .string)], [replacement],
      to: &table, replace)
    let oneGroup = Overload.LiteralCheck(argument: 1) { (value: Value) throws(EvaluationError) in
      // A pattern that does not compile was reported before.
      if case .string(let source) = value, let pattern = try? Pattern(source) { try hasOneGroup(pattern) }
    }
    add(["regex.extract"], [([.string, .string], .optional(.string))], [oneGroup], to: &table, extract)
    add(["regex.extractAll"], [([.string, .string], .list(.string))], [oneGroup], to: &table, extractAll)
  }

  private static func add(
    _ names: [String], _ signatures: [([CELType], CELType)], _ literals: [Overload.LiteralCheck] = [],
    to table: inout FunctionTable, _ run: @escaping Run
  ) {
    let pattern = Overload.LiteralCheck(argument: 1) { (value: Value) throws(EvaluationError) in
      if case .string(let pattern) = value { _ = try Pattern(pattern) }
    }
    for name in names {
      let body = Overload.Body.metered { (values: [Value], frame: inout Frame) throws(EvaluationError) -> Value in
        guard case .string(let source) = values[1] else { throw .noOverload(name, values) }
        return try run(try Pattern(source, &frame), values, &frame)
      }
      table.add(
        name, signatures: signatures, literals: [pattern] + literals,
        prepared: { literals in
          guard case .some(.string(let source)) = literals[1], let pattern = try? Pattern(source) else {
            return nil
          }
          return .metered { (values: [Value], frame: inout Frame) throws(EvaluationError) -> Value in
            try run(pattern, values, &frame)
          }
        }, body)
    }
  }

  private static func text(_ name: String, _ value: Value) throws(EvaluationError) -> String {
    guard case .string(let text) = value else { throw .noOverload(name, value) }
    return text
  }

  private static func hasOneGroup(_ pattern: Pattern) throws(EvaluationError) {
    guard pattern.groupCount <= 1 else {
      throw EvaluationError(
        "bad-pattern",
        "the pattern has \(pattern.groupCount) groups, at most one can be extracted; write (?:…) for others")
    }
  }

  /// Visits all matches that do not overlap, from the left. As in Go, an empty match directly after another one is left
  /// out. A negative limit visits all.
  private static func eachMatch(
    of pattern: Pattern, in text: [UInt32], slots: Int, limit: Int64, _ frame: inout Frame,
    _ visit: ([Int], inout Frame) throws(EvaluationError) -> Void
  ) throws(EvaluationError) {
    var matcher = PatternMatcher(pattern, text, slots: slots)
    try frame.charge(pattern.program.instructions.count * (slots + 1) / 64)
    var (position, previousEnd, count) = (0, -1, Int64(0))
    while position <= text.count, limit < 0 || count < limit, let places = try matcher.find(from: position, &frame) {
      let isEmpty = places[1] == position
      if !isEmpty || places[0] != previousEnd {
        try visit(places, &frame)
        count += 1
      }
      previousEnd = places[1]
      position = isEmpty ? position + 1 : places[1]
    }
  }

  private static func replace(
    _ pattern: Pattern, _ values: [Value], _ frame: inout Frame
  ) throws(EvaluationError) -> Value {
    let target = try text("regex.replace", values[0])
    let replacement = try ReplacementText(try text("regex.replace", values[2]))
    try replacement.check(against: pattern)
    var limit: Int64 = -1
    if values.count > 3 {
      guard case .int(let given) = values[3] else { throw .noOverload("regex.replace", values) }
      limit = given
    }
    let codes = try Pattern.codes(target, &frame)
    var out = TextBuilder()
    var end = 0
    let slots = 2 * (max(replacement.largestGroup, 0) + 1)
    try eachMatch(of: pattern, in: codes, slots: slots, limit: limit, &frame) {
      (places: [Int], frame: inout Frame) throws(EvaluationError) in
      try out.append(codes: codes[end..<places[0]], &frame)
      try replacement.write(codes, places, to: &out, &frame)
      end = places[1]
    }
    try out.append(codes: codes[end...], &frame)
    return out.value
  }

  /// Returns the text of the group, or the whole match if the pattern has no group; nil if the group is empty or took
  /// no part.
  private static func taken(
    _ pattern: Pattern, _ text: [UInt32], _ places: [Int], _ frame: inout Frame
  ) throws(EvaluationError) -> Value? {
    let group = pattern.groupCount
    guard group == 0 || places[2 * group] < places[2 * group + 1] else { return .none }
    var out = TextBuilder()
    try out.append(codes: text[places[2 * group]..<places[2 * group + 1]], &frame)
    return out.value
  }

  private static func extract(
    _ pattern: Pattern, _ values: [Value], _ frame: inout Frame
  ) throws(EvaluationError) -> Value {
    try hasOneGroup(pattern)
    let codes = try Pattern.codes(try text("regex.extract", values[0]), &frame)
    var matcher = PatternMatcher(pattern, codes, slots: 2 * (pattern.groupCount + 1))
    guard let places = try matcher.find(from: 0, &frame) else { return .optional(.none) }
    return .optional(try taken(pattern, codes, places, &frame))
  }

  private static func extractAll(
    _ pattern: Pattern, _ values: [Value], _ frame: inout Frame
  ) throws(EvaluationError) -> Value {
    try hasOneGroup(pattern)
    let codes = try Pattern.codes(try text("regex.extractAll", values[0]), &frame)
    var found: [Value] = []
    try eachMatch(of: pattern, in: codes, slots: 2 * (pattern.groupCount + 1), limit: -1, &frame) {
      (places: [Int], frame: inout Frame) throws(EvaluationError) in
      guard found.count < Frame.largestList else { throw .tooLarge("a list", Frame.largestList) }
      try frame.charge(1)
      if let value = try taken(pattern, codes, places, &frame) { found.append(value) }
    }
    return .list(found)
  }
}
