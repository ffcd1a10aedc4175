public import CEL
public import CivilTime

/// One attempt, as an executor receives it. All of it is committed already.
public struct StepRequest: Sendable {
  /// Identifies the attempt to the engine. The outcome is returned under this name.
  public let attempt: AttemptName
  /// The step type's name, for example `stripe.transfer`.
  public let step: String
  /// The idempotency key with its generation (`VLT-…/escrow/transfer/1/g1`): ASCII, at most 255 bytes.
  public let key: String
  /// The fields of the request (`with`), typed as the catalogue declares, with personal data in place of references.
  public let input: ValueMap
  /// The family's business key, for metadata and subjects.
  public let reference: String
  /// The hash of the bundle of definitions and templates to which the family is pinned.
  public let bundle: String
  /// The engine's time at which the attempt was committed. A money step compares the provider's `Date` with it.
  public let now: Instant
  /// The time at which the step was started; nil if it is unknown. Nothing of the step is older at the provider.
  public let startedAt: Instant?
  /// The number of the attempt among those at its task, from 1.
  public let number: Int
  /// The time-out that the definition sets for this attempt, never longer than the declared one; nil for the executor's
  /// own.
  public let timeout: Duration?

  /// - Parameters:
  ///   - key: ASCII, at most 255 bytes.
  ///   - number: from 1.
  ///   - timeout: nil for the executor's own.
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
  /// Returns the time-out of one call: the executor's own, or less if the definition asks for it.
  ///
  /// - Parameter calls: the number of calls that the attempt may make one after the other; at least 1.
  public func timeout(within own: Duration, calls: Int = 1) -> Duration {
    timeout.map { min(own, $0 / calls) } ?? own
  }
}

/// Identifies an attempt, so that an outcome can be assigned to it.
public struct AttemptName: Hashable, Sendable, CustomStringConvertible {
  /// The id of the task.
  public let task: Int64
  /// The number of the attempt at the task, from 1.
  public let number: Int64
  /// - Parameter number: from 1.
  public init(task: Int64, number: Int64) {
    self.task = task
    self.number = number
  }
  /// `task/number`.
  public var description: String { "\(task)/\(number)" }
}
