/// The errors that several functions and nodes share.
extension EvaluationError {
  /// A value of the wrong type at run time. Null has a message of its own, because its cure differs.
  static func noOverload(_ what: String, _ values: Value...) -> EvaluationError { noOverload(what, values) }

  static func noOverload(_ what: String, _ values: [Value]) -> EvaluationError {
    let types = values.map(\.typeName).joined(separator: ", ")
    if values.contains(where: \.isNull) {
      return EvaluationError("null-value", "\(what): null where a value is needed (\(types)); compare with null before")
    }
    return EvaluationError("no-such-overload", "\(what) does not take (\(types))")
  }

  /// A value with more nested levels than the evaluator allows.
  static var tooDeep: EvaluationError {
    EvaluationError("size-limit", "a value is nested more than \(Frame.deepest) levels deep; keep it flatter")
  }

  /// A value that would grow beyond its limit.
  static func tooLarge(_ what: String, _ limit: Int) -> EvaluationError {
    EvaluationError("size-limit", "\(what) may not grow beyond \(limit); build a smaller one")
  }

  /// A value of a known size beyond its limit.
  static func tooLarge(_ what: String, _ given: Int, _ limit: Int) -> EvaluationError {
    EvaluationError("size-limit", "\(what) of \(given) is larger than the limit of \(limit); build a smaller one")
  }

  /// A timestamp outside of the calendar.
  static var outOfYears: EvaluationError {
    EvaluationError("overflow", "the timestamp leaves the range of years 1 to 9999")
  }

  /// Rethrows the error if no operator may absorb it, because the limit on cost ends the evaluation.
  func rethrowIfFinal() throws(EvaluationError) {
    if code == "cost-limit" { throw self }
  }
}
