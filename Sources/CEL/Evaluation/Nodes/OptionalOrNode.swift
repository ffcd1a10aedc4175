/// Evaluates `a.or(b)` and `a.orValue(b)`. `b` is evaluated only when it is needed (cel-go ext, "Optional Or").
final class OptionalOrNode: Node {
  private let optional: any Node
  private let otherwise: any Node
  /// True for `or`, which returns an optional; false for `orValue`.
  private let wraps: Bool
  private let place: Int

  init(optional: any Node, otherwise: any Node, wraps: Bool, place: Int) {
    (self.optional, self.otherwise, self.wraps, self.place) = (optional, otherwise, wraps, place)
  }

  static func answers(_ overload: Overload) -> Bool {
    guard case .binary = overload.body else { return false }
    return overload.name == ".or" || overload.name == ".orValue"
  }

  func evaluate(_ frame: inout Frame) throws(EvaluationError) -> Value {
    let first = try optional.evaluate(&frame)
    frame.spend(1)
    guard case .optional(let inner) = first else {
      throw EvaluationError.noOverload(wraps ? "or" : "orValue", first).at(place)
    }
    guard let inner else {
      let second = try otherwise.evaluate(&frame)
      guard wraps else { return second }
      guard case .optional = second else { throw EvaluationError.noOverload("or", first, second).at(place) }
      return second
    }
    return wraps ? first : inner
  }
}
