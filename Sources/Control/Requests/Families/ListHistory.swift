public import CivilTime

/// Lists what happened to a booking, oldest first.
public struct ListHistory: ControlRequest {
  public static let verb = Verb("families.history")
  public typealias Answer = Page<HistoryLine>

  /// The booking's reference.
  public var reference: ShortText
  /// Only what happened at this instant or later.
  public var since: Instant?
  /// Only the newest ones, so many; not together with `after`.
  public var last: PageSize?
  /// Only those that follow where an earlier page ended: its `next`.
  public var after: ShortText?
  /// How many steps of the booking at most; 100 if absent. A step may be several items.
  public var limit: PageSize?

  public init(
    reference: ShortText, since: Instant? = nil, last: PageSize? = nil, after: ShortText? = nil, limit: PageSize? = nil
  ) {
    self.reference = reference
    self.since = since
    self.last = last
    self.after = after
    self.limit = limit
  }
}

/// One thing that came of a step of a booking.
public struct HistoryLine: Codable, Sendable {
  /// When the step was taken.
  public var at: Instant
  /// The step's number, from 1 without gaps; the same for all that came of it.
  public var sequence: Int64
  /// The machine; empty for what belongs to none.
  public var workflow: String
  /// The states that were left, separated by spaces.
  public var from: String
  /// The states that were entered, separated by spaces.
  public var to: String
  /// The event, timer or outcome that caused it.
  public var event: String
  /// Who caused it: `client`, `stripe`, `timer`, `uid 1000: REASON`.
  public var by: String
  /// The step whose outcome it was.
  public var step: String?
  /// Other than a transition: what it is.
  public var outcome: String?
  /// More about it.
  public var text: String?

  public init(at: Instant, sequence: Int64, workflow: String, from: String, to: String, event: String, by: String) {
    self.at = at
    self.sequence = sequence
    self.workflow = workflow
    self.from = from
    self.to = to
    self.event = event
    self.by = by
  }
}
