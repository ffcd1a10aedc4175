/// `text.matches('pattern')` with a literal pattern, which is compiled once.
final class MatchNode: Node {
  private let text: any Node
  private let pattern: Pattern
  private let states: Int
  private let place: Int

  init(text: any Node, pattern: Pattern, states: Int, place: Int) {
    (self.text, self.pattern, self.states, self.place) = (text, pattern, states, place)
  }

  /// What the cost of the match goes by, when the call is one with a literal pattern.
  static func states(_ overloads: [Overload], _ arguments: [Expression]) -> Int? {
    guard ["matches", ".matches"].contains(overloads[0].name), !overloads[0].isOfEmbedder,
      case .literal(.string(let source)) = arguments[1].kind
    else { return nil }
    return CallCost.states(source)
  }

  func evaluate(_ frame: inout Frame) throws(EvaluationError) -> Value { .bool(try test(&frame)) }

  func test(_ frame: inout Frame) throws(EvaluationError) -> Bool {
    let value = try text.evaluate(&frame)
    do throws(EvaluationError) {
      guard case .string(let text) = value else { throw .noOverload("matches", value) }
      try frame.charge(CallCost.matching(text.utf8.count, states: states))
      return try pattern.matches(text)
    } catch { throw error.at(place) }
  }
}
