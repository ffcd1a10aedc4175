import Execution
import SQLiteStorage
import Synchronization
import WorkflowEngine

/// Hands attempts to executors and their outcomes back. Every dispatch gets exactly one outcome.
final class Dispatcher: Sendable {
  private let executors: [String: any Executor]
  private let cancelled = Mutex<Set<AttemptName>>([])

  init(_ executors: [any Executor]) {
    self.executors = Dictionary(executors.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// A worker that has not sent yet may drop the attempt.
  func cancel(_ attempt: AttemptName) { cancelled.withLock { _ = $0.insert(attempt) } }

  func carryOut(_ dispatch: Dispatch, completion: @escaping @Sendable (TurnInput) -> Void) {
    let request = dispatch.request
    guard let executor = executors[dispatch.executor] else {
      completion(
        .outcome(
          request.attempt,
          .failed(StepError(code: "no_executor", message: "no executor '\(dispatch.executor)' is configured"))))
      return
    }
    switch dispatch.kind {
    case .send:
      executor.execute(
        request, isCancelled: { [self] in cancelled.withLock { $0.contains(request.attempt) } },
        completion: { [self] outcome in
          cancelled.withLock { _ = $0.remove(request.attempt) }
          #if FAIL_POINTS
            FailPoint.hit("outcome.before")
          #endif
          completion(.outcome(request.attempt, outcome))
        })
    case .reconcile:
      executor.reconcile(request) { finding in
        #if FAIL_POINTS
          FailPoint.hit("finding.before")
        #endif
        completion(.reconciled(request.attempt, finding))
      }
    }
  }
}
