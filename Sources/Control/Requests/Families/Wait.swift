public import CivilTime

/// Something that a booking is waiting for.
public struct Wait: Codable, Sendable {
  /// `timer`, `step` (an attempt of a step), `task` (a person's answer) or `incident`.
  public var kind: String
  /// The subject in words: `timer expiry`, `the reply to stripe.capture`.
  public var `for`: String
  /// When this wait began.
  public var since: Instant
  /// Those who can end it.
  public var who: String
  /// The instant at which it ends by itself.
  public var until: Instant?
  /// The error of the last attempt.
  public var error: String?
  /// The command that ends it, with the numbers filled in.
  public var command: String?

  /// Creates a `Wait`; a field that is nil is left out.
  public init(
    kind: String, for subject: String, since: Instant, who: String, until: Instant? = nil, error: String? = nil,
    command: String? = nil
  ) {
    self.kind = kind
    self.for = subject
    self.since = since
    self.who = who
    self.until = until
    self.error = error
    self.command = command
  }
}

/// An event that a state of the booking takes now, if its conditions hold.
public struct AcceptedEvent: Codable, Sendable {
  /// The event's name.
  public var name: String
  /// The roles that may send it: `client`, `consultant`, `site`, `operator`; none if only a provider's webhook brings it.
  public var by: [String]
  /// The provider's events that lead to it, `SOURCE/TYPE`.
  public var from: [String]
  /// The machine that handles it.
  public var workflow: String
  /// The state that handles it; the machine's name if any of its states does.
  public var state: String

  /// Creates an `AcceptedEvent` from its fields.
  public init(name: String, by: [String], from: [String], workflow: String, state: String) {
    self.name = name
    self.by = by
    self.from = from
    self.workflow = workflow
    self.state = state
  }
}

/// The number of events of a role with the same disposition. Events that changed nothing are recorded nowhere else.
public struct EventTally: Codable, Sendable {
  /// `client`, `consultant`, `site`, `operator`, `provider`.
  public var role: String
  /// `handled`, `ignored` and so on.
  public var verdict: String
  /// The number since the booking's start.
  public var count: Int64
  /// The time of the last one.
  public var last: Instant

  /// Creates an `EventTally` from its fields.
  public init(role: String, verdict: String, count: Int64, last: Instant) {
    self.role = role
    self.verdict = verdict
    self.count = count
    self.last = last
  }
}
