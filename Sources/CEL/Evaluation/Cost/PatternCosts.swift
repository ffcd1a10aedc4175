/// Costs of pattern matching. At most, every place of the text meets every instruction of the pattern once
/// (`PatternMatcher`).
enum PatternCosts {
  static let table: [String: CallCost] = {
    var table: [String: CallCost] = [:]
    let once: @Sendable ([Extent], CELLimits) -> Int = { arguments, _ in
      matching(arguments[0].size.max, PatternProgram.largest, times: 1)
    }
    table["matches"] = CallCost(formula: .linear, own: once)
    table[".matches"] = CallCost(formula: .linear, own: once)
    table["regex.extract"] = CallCost(
      formula: .linear, own: once, result: { arguments, _ in .optional(.text(arguments[0].size.max)) })
    // After every match the search restarts, and each time it may read to the end.
    table["regex.extractAll"] = CallCost(
      formula: .linear,
      own: { arguments, _ in
        matching(arguments[0].size.max, PatternProgram.largest, times: arguments[0].size.max.plus(1))
      },
      result: { arguments, limits in
        .list(
          CostEstimate(min: 0, max: min(arguments[0].size.max.plus(1), limits.list)), of: .text(arguments[0].size.max))
      })
    table["regex.replace"] = CallCost(
      formula: .linear,
      own: { arguments, _ in
        matching(arguments[0].size.max, PatternProgram.largest, times: arguments[0].size.max.plus(1))
          .plus(Frame.largestText)
      },
      result: { _, limits in .text(limits.text) })
    return table
  }()

  /// The cost with a literal pattern, whose number of instructions is known; nil for other functions.
  static func matching(_ name: String, _ arguments: [Extent], pattern: String) -> CostEstimate? {
    guard ["matches", ".matches", "regex.extract"].contains(name), let compiled = try? Pattern(pattern) else {
      return nil
    }
    let base = arguments.reduce(CostEstimate(1)) { $0 + $1.size.map(\.traversed) }
    let own = matching(arguments[0].size.max, compiled.program.instructions.count, times: 1)
    return base + CostEstimate(min: 0, max: own)
  }

  /// The cost of a search. Reading and following an instruction count 1 each, and 32 of them make a unit. Compiling the
  /// pattern, reading the text and writing the matches are added.
  private static func matching(_ bytes: Int, _ instructions: Int, times searches: Int) -> Int {
    let places = bytes.plus(2)
    let perSearch = places.times(instructions.times(3).plus(2)) / 32
    return perSearch.plus(2).times(searches).plus(instructions.times(4) / 8).plus(bytes).plus(4)
  }
}
