public import CEL
public import CivilTime

/// One machine of a booking.
public struct MachineDetail: Codable, Sendable {
  /// The workflow that it runs.
  public var workflow: String
  /// The active atomic states; several where regions run side by side.
  public var states: [String]
  /// When the present states were entered; the latest where they differ.
  public var since: Instant?
  /// Its view fields; null if it has none.
  public var view: Value
  /// Armed timers, the next due first.
  public var timers: [TimerDetail]
  /// Steps that are not finished.
  public var steps: [StepDetail]

  /// Creates a `MachineDetail` from its fields.
  public init(
    workflow: String, states: [String], since: Instant?, view: Value, timers: [TimerDetail], steps: [StepDetail]
  ) {
    self.workflow = workflow
    self.states = states
    self.since = since
    self.view = view
    self.timers = timers
    self.steps = steps
  }
}

/// An armed timer.
public struct TimerDetail: Codable, Sendable {
  /// As the workflow names it.
  public var name: String
  /// When it fires.
  public var due: Instant

  /// Creates a `TimerDetail` from its fields.
  public init(name: String, due: Instant) {
    self.name = name
    self.due = due
  }
}

/// A step that is due, or is being carried out.
public struct StepDetail: Codable, Sendable {
  /// The step's name within its machine.
  public var id: String
  /// The step's type, such as `stripe.transfer`.
  public var step: String
  /// `ready`, `running`, `unknown` (an outcome was lost), `accepted` (the provider has yet to settle it), `open` (for a
  /// person), `parked` (for an operator).
  public var status: String
  /// The number of attempts, look-ups at the provider included.
  public var attempts: Int64
  /// The number by which commands refer to it.
  public var task: RecordNumber
  /// The time of the next attempt.
  public var nextAt: Instant?
  /// The error of the last attempt; absent if it did not fail.
  public var error: String?

  /// Creates a `StepDetail` from its fields.
  public init(
    id: String, step: String, status: String, attempts: Int64, task: RecordNumber, nextAt: Instant?, error: String?
  ) {
    self.id = id
    self.step = step
    self.status = status
    self.attempts = attempts
    self.task = task
    self.nextAt = nextAt
    self.error = error
  }
}
