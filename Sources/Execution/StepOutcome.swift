public import CEL

/// The outcome of an attempt to carry out a step.
public enum StepOutcome: Sendable, Equatable {
  /// It happened. The data has the shape of the catalogue's `returns`.
  case done(Value)
  /// The provider accepted it and reports later whether it settled (`settlesLate`). The data is as for `done`.
  case accepted(Value)
  /// It did not happen, and another attempt would not change that. The code is one of the catalogue's `errors`, or
  /// `rejected`.
  case failed(StepError)
  /// It certainly did not happen. It may be tried again, not before `after` if the provider asked for a delay.
  case retry(StepError, after: Duration?)
  /// It is unknown whether it happened: the reply was lost after the first byte had been sent.
  case unknown(StepError)
}

/// The finding about a step whose outcome was lost, or that the provider accepted and has not settled.
public enum Reconciliation: Sendable, Equatable {
  /// It happened and is settled. The data has the shape of the catalogue's `returns`.
  case found(Value)
  /// The provider has it and has not settled it yet. The data is as for `found`.
  case pending(Value)
  /// The provider has it, and it failed for good. The code is one of the catalogue's `errors`, or `rejected`.
  case failed(StepError)
  /// It certainly did not happen.
  case absent
  /// The provider cannot tell yet.
  case undecided(StepError)
}

/// The reason why a step did not succeed. It holds no personal data and no secrets, because it is written to the
/// history and to the systemd journal.
public struct StepError: Error, Sendable, Equatable, CustomStringConvertible {
  /// A stable code, in snake case as the catalogue has it (`account_inactive`), or a general one: `timeout`,
  /// `connection_lost`, `rate_limited` …
  public let code: String
  /// A sentence for operators: the request, the answer and the cure.
  public let message: String
  /// True if our own configuration is at fault and not the step: an expired token, a version that was switched off, a
  /// field that the other side lacks. The step did not happen, unless the outcome that carries the error is *unknown*.
  /// It waits until the fault is repaired, and an incident reports it.
  public let isOurs: Bool

  /// - Parameter isOurs: true if our own configuration is at fault.
  public init(code: String, message: String, isOurs: Bool = false) {
    self.code = code
    self.message = message
    self.isOurs = isOurs
  }

  /// The code and the message.
  public var description: String { "\(code): \(message)" }
}
