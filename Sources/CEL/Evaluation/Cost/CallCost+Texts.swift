/// Functions whose work or result is not in proportion to one argument.
extension CallCost {
  static func addSearches(to table: inout [String: CallCost]) {
    // Every byte may be a piece of its own.
    table[".split"] = CallCost(
      formula: .of(weights: false) { sizes in
        sizes.dropFirst().reduce(1.plus(sizes[0].size)) { $0.plus($1.size.traversed) }
      },
      result: { arguments, limits in
        .list(
          CostEstimate(min: 0, max: min(arguments[0].size.max.plus(1), limits.list)), of: .text(arguments[0].size.max))
      })
    table[".replace"] = CallCost(
      formula: .by(charge: replaced) { arguments, limits in
        let input = arguments.prefix(3).reduce(CostEstimate(1)) { $0 + $1.size.map(\.traversed) }
        return input + CostEstimate(min: 0, max: replacement(arguments, limits).traversed)
      },
      result: { arguments, limits in .text(replacement(arguments, limits)) })
    table[".join"] = CallCost(
      formula: .by(charge: joined) { arguments, limits in
        CostEstimate(1) + arguments[0].size + CostEstimate(min: 0, max: joinedSize(arguments, limits).traversed)
      },
      result: { arguments, limits in .text(joinedSize(arguments, limits)) })
    table[".format"] = CallCost(
      formula: .by(charge: formatted) { arguments, _ in
        CostEstimate(1) + arguments[0].size.map(\.traversed) + arguments[1].weight
          + CostEstimate(min: 0, max: arguments[1].size.max.times(expansion))
      })
    for name in ["matches", ".matches"] {
      table[name] = CallCost(
        formula: .by(charge: matched) { arguments, _ in
          CostEstimate(
            min: 1 + arguments[0].size.min / 40,
            max: matching(arguments[0].size.max, states: mostStates).plus(arguments[1].size.max.traversed))
        })
    }
  }

  // MARK: replace, join

  private static func replaced(_ values: [Value], _ frame: inout Frame) throws(EvaluationError) {
    try frame.charge(values.prefix(3).reduce(1) { $0 + Frame.size($1).traversed })
    guard case .string(let text) = values[0], case .string(let old) = values[1], case .string(let new) = values[2]
    else {
      return
    }
    var most = Int.max
    if values.count > 3, case .int(let limit) = values[3], limit >= 0 { most = Int(limit) }
    let bytes = Array(text.utf8)
    var count = min(CodePoints.count(text) + 1, most)
    if !old.isEmpty {
      count = 0
      let finder = TextSearch(Array(old.utf8))
      var start = 0
      while count < most, let found = finder.first(in: bytes, from: start) {
        count += 1
        start = found + old.utf8.count
      }
    }
    let grown = bytes.count.plus(count.times(max(0, new.utf8.count - old.utf8.count)))
    guard grown <= frame.limits.text else { throw .tooLarge("a string", grown, frame.limits.text) }
    try frame.charge(grown.traversed)
  }

  private static func replacement(_ arguments: [Extent], _ limits: CELLimits) -> Int {
    let text = arguments[0].size.max
    return min(text.plus(text.plus(1).times(arguments[2].size.max)), limits.text)
  }

  private static func joined(_ values: [Value], _ frame: inout Frame) throws(EvaluationError) {
    guard case .list(let list) = values[0] else { return try frame.charge(1) }
    try frame.charge(1 + list.count)
    let separator = values.count > 1 ? Frame.size(values[1]) : 0
    let size = list.reduce(0) { $0.plus(Frame.size($1)).plus(separator) } - (list.isEmpty ? 0 : separator)
    guard size <= frame.limits.text else { throw .tooLarge("a string", size, frame.limits.text) }
    try frame.charge(size.traversed)
  }

  private static func joinedSize(_ arguments: [Extent], _ limits: CELLimits) -> Int {
    let separator = arguments.count > 1 ? arguments[1].size.max : 0
    let element = arguments[0].part(.string).size.max
    return min(arguments[0].size.max.times(element.plus(separator)), limits.text)
  }

  // MARK: format

  /// Units for the exact digits of a double.
  private static let expansion = 200

  private static func formatted(_ values: [Value], _ frame: inout Frame) throws(EvaluationError) {
    try frame.charge(1 + Frame.size(values[0]).traversed)
    try frame.charge(try frame.weight(of: values[1]))
    guard case .list(let list) = values[1] else { return }
    for value in list { if case .double = value { try frame.charge(expansion) } }
  }

  // MARK: patterns

  /// Instructions that a pattern is compiled to at most.
  static let mostStates = 5_000

  /// Following every state of the automaton through the text; cel-go's 0.1 a character of the text times 0.25 a character
  /// of the pattern.
  static func matching(_ bytes: Int, states: Int) -> Int { 1.plus(bytes.plus(1).times(states) / 40) }

  private static func matched(_ values: [Value], _ frame: inout Frame) throws(EvaluationError) {
    guard case .string(let pattern) = values[1] else { return try frame.charge(1) }
    try frame.charge(pattern.utf8.count.traversed)
    try frame.charge(matching(Frame.size(values[0]), states: states(pattern)))
  }

  /// A bound of what the pattern is compiled to: two instructions a character, as often as its counts `{n,m}` say.
  static func states(_ pattern: String) -> Int {
    let bytes = Array(pattern.utf8)
    let nests = bytes.contains(UInt8(ascii: "("))
    var counts: [Int] = []
    var number: Int?
    for byte in bytes {
      switch byte {
      case UInt8(ascii: "{"): number = 0
      case UInt8(ascii: "0")...UInt8(ascii: "9"): number = number.map { min($0 * 10 + Int(byte - 48), mostStates) }
      case UInt8(ascii: ","):
        if let read = number {
          counts.append(read)
          number = 0
        }
      case UInt8(ascii: "}"):
        if let read = number { counts.append(read) }
        number = nil
      default: number = nil
      }
    }
    let characters = 2 * bytes.count + 2
    // Counts of brackets multiply what is inside; those of single characters only add.
    let states =
      nests
      ? counts.reduce(characters) { $0.times(max($1, 1)) } : counts.reduce(characters) { $0.plus($1.times(2)) }
    return min(states, mostStates)
  }
}
