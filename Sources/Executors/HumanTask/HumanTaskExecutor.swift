public import Execution

/// Declares the steps of class human. The engine never dispatches them; one that arrives here all the same is refused.
public struct HumanTaskExecutor: Executor {
  public let name = "human"
  public let concurrency = 1
  public let steps = [HumanTaskCatalogue.task, HumanTaskCatalogue.connect]

  public init() {}

  public func execute(
    _ request: StepRequest, isCancelled: @escaping @Sendable () -> Bool,
    completion: @escaping @Sendable (StepOutcome) -> Void
  ) {
    completion(
      .failed(StepError(code: "not_dispatched", message: "\(request.step) is done by a person: open it as a task")))
  }
}
