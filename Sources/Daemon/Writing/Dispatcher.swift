import Execution
import SQLiteStorage
import Synchronization
import WorkflowEngine

/// Passes attempts to executors and their outcomes back. Every dispatch gets exactly one outcome.
final class Dispatcher: Sendable {
  private let executors: [String: any Executor]
  /// The attempts that executors are about to send, and whether each was cancelled meanwhile.
  private let sending = Mutex<[AttemptName: Bool]>([:])

  init(_ executors: [any Executor]) {
    self.executors = Dictionary(executors.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// An executor that has not sent yet may drop the attempt.
  func cancel(_ attempt: AttemptName) {
    sending.withLock { if $0[attempt] != nil { $0[attempt] = true } }
  }

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
      sending.withLock { $0[request.attempt] = false }
      executor.execute(
        request, isCancelled: { [self] in sending.withLock { $0[request.attempt] ?? true } },
        completion: { [self] outcome in
          sending.withLock { $0[request.attempt] = nil }
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
