public import CivilTime

/// Something that a booking waits for.
public struct Wait: Codable, Sendable {
  /// In words: `timer expiry`, `the reply to stripe.capture`.
  public var `for`: String
  /// When this wait began.
  public var since: Instant
  /// Who can end it.
  public var who: String
  /// When it ends by itself.
  public var until: Instant?
  /// How the last attempt failed.
  public var error: String?
  /// The command that ends it, with the numbers filled in.
  public var command: String?

  public init(
    for subject: String, since: Instant, who: String, until: Instant? = nil, error: String? = nil,
    command: String? = nil
  ) {
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
  /// As it is sent.
  public var name: String
  /// The roles that may send it: `client`, `consultant`, `site`, `operator`; none if only a provider's webhook brings it.
  public var by: [String]
  /// The providers' events that it is made of, `SOURCE/TYPE`.
  public var from: [String]
  /// The machine that takes it.
  public var workflow: String
  /// The state of it that takes it; the machine's name if any state does.
  public var state: String

  public init(name: String, by: [String], from: [String], workflow: String, state: String) {
    self.name = name
    self.by = by
    self.from = from
    self.workflow = workflow
    self.state = state
  }
}

/// How often events of a role ended alike. Events that changed nothing stand nowhere else.
public struct EventTally: Codable, Sendable {
  /// `client`, `consultant`, `site`, `operator`, `provider`.
  public var role: String
  /// `handled`, `ignored` and so on.
  public var verdict: String
  /// Since the booking's start.
  public var count: Int64
  /// When it was counted last.
  public var last: Instant

  public init(role: String, verdict: String, count: Int64, last: Instant) {
    self.role = role
    self.verdict = verdict
    self.count = count
    self.last = last
  }
}
