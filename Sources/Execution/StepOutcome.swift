public import CEL

/// What came of an attempt to carry a step out.
public enum StepOutcome: Sendable, Equatable {
  /// It happened; the data has the shape of the catalogue's `returns`.
  case done(Value)
  /// The provider took it and tells later whether it settled (`settles: late`); data as for `done`.
  case accepted(Value)
  /// It did not happen and will not by trying again. The code is one of the catalogue's `errors`, or `rejected`.
  case failed(StepError)
  /// It surely did not happen; try again, not before `after` if the provider asked for it.
  case retry(StepError, after: Duration?)
  /// Nobody knows whether it happened: the reply was lost after the first byte had been sent.
  case unknown(StepError)
}

/// A reconciler's finding about a step whose outcome was lost, or that the provider accepted and has not settled.
public enum Reconciliation: Sendable, Equatable {
  /// It happened and is settled; the data has the shape of the catalogue's `returns`.
  case found(Value)
  /// The provider has it and has not settled it yet; data as for `found`.
  case pending(Value)
  /// The provider has it, and it came to nothing for good. The code is one of the catalogue's `errors`, or `rejected`.
  case failed(StepError)
  /// It surely did not happen.
  case absent
  /// The provider cannot tell yet.
  case undecided(StepError)
}

/// Why a step did not succeed. No personal data, no secrets: it goes to the history and to the systemd journal.
public struct StepError: Error, Sendable, Equatable, CustomStringConvertible {
  /// Stable, snake_case as the catalogue has it (`account_inactive`), or `timeout`, `connection_lost`, `rate_limited` …
  public let code: String
  /// For operators: what was asked, what was answered, what to do.
  public let message: String
  /// True if our own configuration is to blame, not the step: a token that has run out, a version that was switched off, a field that
  /// the other side lacks. Whatever the outcome that carries it says, the step did not happen unless it is *unknown*; it waits until
  /// somebody mends what the message names, and an incident tells of it.
  public let isOurs: Bool

  public init(code: String, message: String, isOurs: Bool = false) {
    self.code = code
    self.message = message
    self.isOurs = isOurs
  }

  public var description: String { "\(code): \(message)" }
}
