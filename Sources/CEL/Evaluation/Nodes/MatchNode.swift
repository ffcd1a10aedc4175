/// `text.matches('pattern')` with a literal pattern, which is compiled once.
final class MatchNode: Node {
  private let text: any Node
  private let pattern: Pattern
  private let place: Int

  init(text: any Node, pattern: Pattern, place: Int) { (self.text, self.pattern, self.place) = (text, pattern, place) }

  func evaluate(_ frame: inout Frame) throws(EvaluationError) -> Value { .bool(try test(&frame)) }

  func test(_ frame: inout Frame) throws(EvaluationError) -> Bool {
    let value = try text.evaluate(&frame)
    do throws(EvaluationError) {
      guard case .string(let text) = value else { throw .noOverload("matches", value) }
      try frame.charge(text.utf8.count / 8)
      return try pattern.matches(text)
    } catch { throw error.at(place) }
  }
}
