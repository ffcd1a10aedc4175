public import CEL
public import CivilTime

/// One attempt, as an executor gets it. Everything in it is committed already.
public struct StepRequest: Sendable {
  /// Names the attempt to the engine; to be returned with the outcome.
  public let attempt: AttemptName
  /// The catalogue's name, for example `stripe.transfer`.
  public let step: String
  /// The idempotency key with its generation (`VLT-…/escrow/transfer/1/g1`), at most 255 bytes, ASCII.
  public let key: String
  /// The request (`with`) by name, typed as the catalogue declares, personal references resolved.
  public let input: ValueMap
  /// The business key of the family, for metadata and subjects.
  public let reference: String
  /// The engine's time at which the attempt was committed. A money step compares the provider's `Date` with it.
  public let now: Instant
  /// From 1; the how-many-th attempt of the task this is.
  public let number: Int

  public init(
    attempt: AttemptName, step: String, key: String, input: ValueMap, reference: String, now: Instant, number: Int
  ) {
    self.attempt = attempt
    self.step = step
    self.key = key
    self.input = input
    self.reference = reference
    self.now = now
    self.number = number
  }
}

/// (task, number): which attempt an outcome belongs to.
public struct AttemptName: Hashable, Sendable, CustomStringConvertible {
  public let task: Int64
  public let number: Int64
  public init(task: Int64, number: Int64) {
    self.task = task
    self.number = number
  }
  public var description: String { "\(task)/\(number)" }
}
