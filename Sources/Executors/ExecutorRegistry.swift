public import Execution

/// Finds the executor of a step.
public struct ExecutorRegistry: Sendable {
  /// In the order in which they were given.
  public let executors: [any Executor]
  private let places: [String: Int]
  private let declarations: [String: StepDeclaration]

  /// Two executors declare the same step.
  public struct Conflict: Error, Sendable, CustomStringConvertible {
    public let step: String
    public let executors: [String]

    public var description: String {
      "step_declared_twice: '\(step)' is declared by \(executors.joined(separator: " and ")); leave one of them out"
    }
  }

  public init(_ executors: [any Executor]) throws(Conflict) {
    self.executors = executors
    var places: [String: Int] = [:]
    var declarations: [String: StepDeclaration] = [:]
    for (place, executor) in executors.enumerated() {
      for step in executor.steps {
        if let other = places.updateValue(place, forKey: step.name) {
          throw Conflict(step: step.name, executors: [executors[other].name, executor.name])
        }
        declarations[step.name] = step
      }
    }
    self.places = places
    self.declarations = declarations
  }

  public func executor(of step: String) -> (any Executor)? { places[step].map { executors[$0] } }

  public func declaration(of step: String) -> StepDeclaration? { declarations[step] }
}
