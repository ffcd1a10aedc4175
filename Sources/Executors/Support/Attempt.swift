import CEL
import CivilTime
import Execution
import Transport

extension Executor {
  /// Runs the body off the caller's thread and passes its outcome to `completion`, once.
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
  /// The outcome for a step that only reads: a lost reply is retried, since nothing was changed.
  var repeatingReads: StepOutcome {
    if case .unknown(let error) = self { .retry(error, after: nil) } else { self }
  }
}

extension StepError {
  /// A certificate that is not trusted, a connection that cannot be protected and a sign-in that fails are faults of the
  /// settings, whatever the step is about.
  init(_ failure: TransportFailure) {
    let isOurs = failure.kind == .notSent && ["tls_failed", "login_denied"].contains(failure.code)
    self.init(code: failure.code, message: failure.message, isOurs: isOurs)
  }
}

extension TransportFailure {
  /// The outcome of an attempt without an answer. An attempt that was not sent is retried; one whose reply was lost is
  /// handled by the rule of its class.
  var outcome: StepOutcome {
    switch kind {
    case .notSent: .retry(StepError(self), after: nil)
    case .lost: .unknown(StepError(self))
    }
  }
}

extension StepRequest {
  /// The request of a question that belongs to no step.
  static func question(now: Instant) -> StepRequest {
    StepRequest(
      attempt: AttemptName(task: 0, number: 0), step: "check", key: "check", input: ValueMap(), reference: "", now: now,
      number: 0)
  }
}
