import Execution
import Transport

extension Executor {
  /// Runs the body off the caller's thread and hands its outcome to `completion`, once.
  func start<Outcome: Sendable>(
    _ body: @escaping @Sendable () async -> Outcome, _ completion: @escaping @Sendable (Outcome) -> Void
  ) {
    Task { completion(await body()) }
  }

  func unknownStep(_ request: StepRequest) -> StepError {
    StepError(code: "rejected", message: "executor '\(name)' has no step '\(request.step)'")
  }
}

extension StepOutcome {
  /// A step that only reads did nothing, whatever was lost.
  var repeatingReads: StepOutcome {
    if case .unknown(let error) = self { .retry(error, after: nil) } else { self }
  }
}

extension StepError {
  init(_ failure: TransportFailure) { self.init(code: failure.code, message: failure.message) }
}

extension TransportFailure {
  /// *Not sent* may be tried again; *lost* is for the class's rule to decide.
  var outcome: StepOutcome {
    switch kind {
    case .notSent: .retry(StepError(self), after: nil)
    case .lost: .unknown(StepError(self))
    }
  }
}
