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
  /// Steps that are not closed.
  public var steps: [StepDetail]

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

  public init(name: String, due: Instant) {
    self.name = name
    self.due = due
  }
}

/// A step that is to be carried out, or is being.
public struct StepDetail: Codable, Sendable {
  /// The step's name within its machine.
  public var id: String
  /// The step's type, such as `stripe.transfer`.
  public var step: String
  /// `ready`, `running`, `unknown` (an outcome was lost), `accepted` (the provider has yet to settle), `open` (a person's), `parked`
  /// (an operator's).
  public var status: String
  /// Attempts that were made, questions to the provider included.
  public var attempts: Int64
  /// The number by which commands name it.
  public var task: RecordNumber
  /// When it is attempted next.
  public var nextAt: Instant?
  /// How the last attempt failed; absent if none did.
  public var error: String?

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
