/// A checked expression. It can be evaluated any number of times, from any thread.
public final class Program: Sendable {
  /// The source from which the program was compiled.
  public let source: String
  /// The inferred type of the result, or the expected type where that is narrower.
  public let resultType: CELType
  /// The slots of the variables that the expression reads, in ascending order.
  public let slots: [Int]
  /// The host functions that the expression calls, in the order of the text, with their literal arguments; nil for
  /// others.
  public let hostCalls: [(id: Int, literalArguments: [Value?])]
  /// The bounds on the cost of one evaluation.
  public let cost: CostEstimate
  private let root: any Node
  private let comparisons: [Comparison]
  private let locals: Int
  private let limits: Frame.Limits

  init(
    source: String, resultType: CELType, slots: [Int], hostCalls: [(id: Int, literalArguments: [Value?])],
    cost: CostEstimate, root: any Node, comparisons: [Comparison], locals: Int, limits: CELLimits
  ) {
    (self.source, self.resultType, self.slots, self.hostCalls) = (source, resultType, slots, hostCalls)
    (self.cost, self.root, self.comparisons, self.locals) = (cost, root, comparisons, locals)
    self.limits = Frame.Limits(cost: limits.cost, text: limits.text, list: limits.list)
  }

  /// Checks the limit on cost once more at the end, for work that was spent without a check.
  @inline(__always)
  private func finish(_ frame: Frame) throws(EvaluationError) {
    if frame.budget < 0 { throw frame.exceeded.at(0) }
  }

  /// Returns the value of the expression.
  public func evaluate(_ bindings: any Bindings) throws(EvaluationError) -> Value {
    var frame = Frame(bindings: bindings, locals: locals, limits: limits)
    let value = try root.evaluate(&frame)
    try finish(frame)
    return value
  }

  /// Returns the value of an expression that gives a bool. Any other value throws `no-such-overload`.
  public func evaluateBool(_ bindings: any Bindings) throws(EvaluationError) -> Bool {
    var frame = Frame(bindings: bindings, locals: locals, limits: limits)
    let flag = try root.test(&frame)
    try finish(frame)
    return flag
  }

  /// Returns the value or the error, with the cost.
  public func run(_ bindings: any Bindings) -> Evaluation {
    var frame = Frame(bindings: bindings, locals: locals, limits: limits)
    do throws(EvaluationError) {
      let value = try root.evaluate(&frame)
      try finish(frame)
      return Evaluation(result: .success(value), cost: limits.cost - frame.budget)
    } catch {
      return Evaluation(result: .failure(error), cost: limits.cost - max(frame.budget, 0))
    }
  }

  /// Returns both sides of each comparison in the expression, in the order of the text, those within the operands of
  /// another first. A pair is nil if one of its sides cannot be evaluated. From values that decide a comparison one
  /// learns where its result changes.
  package func comparedValues(_ bindings: any Bindings) -> [(left: Value, right: Value)?] {
    comparisons.map { comparison in
      var frame = Frame(bindings: bindings, locals: locals, limits: limits)
      do throws(EvaluationError) {
        return (try comparison.left.evaluate(&frame), try comparison.right.evaluate(&frame))
      } catch {
        return nil
      }
    }
  }
}

/// The two sides of a comparison in an expression.
struct Comparison: Sendable {
  let left: any Node
  let right: any Node
}

/// The outcome of one evaluation.
public struct Evaluation: Sendable {
  /// The value or the error.
  public let result: Result<Value, EvaluationError>
  /// The units of cost that were used, up to the error if it failed (see `CostEstimate`). It never exceeds the limit.
  public let cost: Int
}
