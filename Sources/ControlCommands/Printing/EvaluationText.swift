import CEL

/// The output of `eval`.
enum EvaluationText {
  static func text(_ value: Value, _ program: Program, _ cost: Int, json: Bool) -> String {
    if json {
      return JSON.text([
        "value": value, "type": .string(type(value, program)), "cost": .int(Int64(cost)),
        "estimate": estimate(program.cost),
      ])
    }
    return """
      value  \(JSON.text(value))
      type   \(type(value, program))
      cost   \(cost) (estimate: \(range(program.cost)))
      """
  }

  /// The result of `--check`, without an evaluation.
  static func type(_ program: Program, json: Bool) -> String {
    if json { return JSON.text(["type": .string(program.resultType.description), "estimate": estimate(program.cost)]) }
    return """
      type   \(program.resultType)
      cost   \(range(program.cost))
      """
  }

  private static func range(_ cost: CostEstimate) -> String {
    "at least \(cost.min), " + (cost.max == .max ? "without a bound" : "at most \(cost.max)")
  }

  static func failure(_ error: EvaluationError, _ program: Program, _ cost: Int) -> Value {
    [
      "error": ["code": .string(error.code), "message": .string(error.message), "offset": .int(Int64(error.offset))],
      "type": .string(program.resultType.description), "cost": .int(Int64(cost)), "estimate": estimate(program.cost),
    ]
  }

  /// The type that the checker found, and the value's own type if that is more precise.
  private static func type(_ value: Value, _ program: Program) -> String {
    program.resultType == .dyn ? "dyn (\(value.dynamicType))" : program.resultType.description
  }

  private static func estimate(_ cost: CostEstimate) -> Value {
    ["min": .int(Int64(cost.min)), "max": cost.max == .max ? nil : .int(Int64(cost.max))]
  }
}

extension CELIssue {
  /// The result as JSON.
  var value: Value {
    [
      "code": .string(code), "message": .string(message), "offset": .int(Int64(offset)), "length": .int(Int64(length)),
      "hint": hint.map(Value.string) ?? nil,
    ]
  }
}
