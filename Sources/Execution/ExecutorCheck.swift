public import CivilTime

/// The answer of an executor's system to a harmless question: are we let in, and is there what our steps need?
public enum ExecutorCheck: Sendable, Equatable {
  /// The system answers, takes our credentials and has what our steps write. The text says who answered.
  case works(String)
  /// Steps would not be carried out. The error says what to change.
  case broken(StepError)
  /// There is nothing to ask: people carry the steps out.
  case notAsked
}

/// Something that an executor needs and that ends at a known time, such as a token or a version of an interface.
public struct ExecutorExpiry: Sendable, Hashable {
  /// The thing that ends, for operators: `the token of executors.linkedin`.
  public let subject: String
  /// When it ends.
  public let at: Instant
  /// The action that mends it.
  public let cure: String

  /// Creates an `ExecutorExpiry` from its fields.
  public init(subject: String, at: Instant, cure: String) {
    self.subject = subject
    self.at = at
    self.cure = cure
  }
}
