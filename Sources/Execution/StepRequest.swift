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
  /// The hash of the bundle of definitions and templates that the family is pinned to.
  public let bundle: String
  /// The engine's time at which the attempt was committed. A money step compares the provider's `Date` with it.
  public let now: Instant
  /// When the step was begun: nothing of it is older at the provider. nil: not known.
  public let startedAt: Instant?
  /// From 1; the how-many-th attempt of the task this is.
  public let number: Int
  /// How long the definition lets this attempt take; nil: as the executor was set up. Never longer than its declared time-out.
  public let timeout: Duration?

  public init(
    attempt: AttemptName, step: String, key: String, input: ValueMap, reference: String, bundle: String = "",
    now: Instant, startedAt: Instant? = nil, number: Int, timeout: Duration? = nil
  ) {
    self.attempt = attempt
    self.step = step
    self.key = key
    self.input = input
    self.reference = reference
    self.bundle = bundle
    self.now = now
    self.startedAt = startedAt
    self.number = number
    self.timeout = timeout
  }
}

extension StepRequest {
  /// What the executor allows itself, or less if the definition says so. `calls`: how many calls the attempt may make one after the other.
  public func timeout(within own: Duration, calls: Int = 1) -> Duration {
    timeout.map { min(own, $0 / calls) } ?? own
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
