public import Execution

/// Declares the steps of class human. The engine never dispatches them, and an attempt that arrives nevertheless is
/// refused.
public struct HumanTaskExecutor: Executor {
  /// The executor's name, `human`.
  public let name = "human"
  /// One, because no attempt is ever dispatched.
  public let concurrency = 1
  /// The steps `human.task` and `linkedin.connect`.
  public let steps = [HumanTaskCatalogue.task, HumanTaskCatalogue.connect]

  /// Creates the executor, which has no settings.
  public init() {}

  /// Fails with the code `not_dispatched`.
  public func execute(
    _ request: StepRequest, isCancelled: @escaping @Sendable () -> Bool,
    completion: @escaping @Sendable (StepOutcome) -> Void
  ) {
    completion(
      .failed(StepError(code: "not_dispatched", message: "\(request.step) is done by a person: open it as a task")))
  }
}
