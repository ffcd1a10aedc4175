/// A checked expression, ready to be evaluated any number of times, from any thread.
public final class Program: Sendable {
  public let source: String
  /// As inferred, or as expected where the expectation is narrower.
  public let resultType: CELType
  /// The slots of the variables that the expression reads, sorted.
  public let slots: [Int]
  /// The host functions that it calls, in the order of the text, with the arguments that are literals.
  public let hostCalls: [(id: Int, literalArguments: [Value?])]
  private let root: any Node
  private let locals: Int
  private let costLimit: Int

  init(
    source: String, resultType: CELType, slots: [Int], hostCalls: [(id: Int, literalArguments: [Value?])],
    root: any Node, locals: Int, costLimit: Int
  ) {
    (self.source, self.resultType, self.slots, self.hostCalls) = (source, resultType, slots, hostCalls)
    (self.root, self.locals, self.costLimit) = (root, locals, costLimit)
  }

  private func frame(_ bindings: any Bindings) -> Frame {
    Frame(
      bindings: bindings, locals: locals == 0 ? [] : [Value](repeating: .null, count: locals), budget: costLimit)
  }

  public func evaluate(_ bindings: any Bindings) throws(EvaluationError) -> Value {
    var frame = frame(bindings)
    return try root.evaluate(&frame)
  }

  /// The value of an expression that gives a bool; any other value is the error `no-such-overload`.
  public func evaluateBool(_ bindings: any Bindings) throws(EvaluationError) -> Bool {
    var frame = frame(bindings)
    return try root.test(&frame)
  }
}
