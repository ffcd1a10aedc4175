/// A checked expression, ready to be evaluated any number of times, from any thread.
public final class Program: Sendable {
  public let source: String
  /// As inferred, or as expected where the expectation is narrower.
  public let resultType: CELType
  /// The slots of the variables that the expression reads, sorted.
  public let slots: [Int]
  /// The host functions that it calls, in the order of the text, with the arguments that are literals.
  public let hostCalls: [(id: Int, literalArguments: [Value?])]
  /// What an evaluation may cost, from the least to the most.
  public let cost: CostEstimate
  private let root: any Node
  private let locals: Int
  private let limits: Frame.Limits

  init(
    source: String, resultType: CELType, slots: [Int], hostCalls: [(id: Int, literalArguments: [Value?])],
    cost: CostEstimate, root: any Node, locals: Int, limits: CELLimits
  ) {
    (self.source, self.resultType, self.slots, self.hostCalls) = (source, resultType, slots, hostCalls)
    (self.cost, self.root, self.locals) = (cost, root, locals)
    self.limits = Frame.Limits(cost: limits.cost, text: limits.text, list: limits.list)
  }

  /// The limit of cost is looked at inside whatever goes over something, and here for the rest.
  @inline(__always)
  private func finish(_ frame: Frame) throws(EvaluationError) {
    if frame.budget < 0 { throw frame.exceeded.at(0) }
  }

  public func evaluate(_ bindings: any Bindings) throws(EvaluationError) -> Value {
    var frame = Frame(bindings: bindings, locals: locals, limits: limits)
    let value = try root.evaluate(&frame)
    try finish(frame)
    return value
  }

  /// The value of an expression that gives a bool; any other value is the error `no-such-overload`.
  public func evaluateBool(_ bindings: any Bindings) throws(EvaluationError) -> Bool {
    var frame = Frame(bindings: bindings, locals: locals, limits: limits)
    let flag = try root.test(&frame)
    try finish(frame)
    return flag
  }

  /// The value or the error, and what it cost.
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
}

/// How one evaluation came out.
public struct Evaluation: Sendable {
  public let result: Result<Value, EvaluationError>
  /// Units of cost that it took, up to the error if it failed (`CostEstimate` says what costs how much); at most the
  /// limit.
  public let cost: Int
}
