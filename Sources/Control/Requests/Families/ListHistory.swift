public import CivilTime

/// Lists the history of a booking, oldest first.
public struct ListHistory: ControlRequest {
  /// The verb `families.history`, which reads.
  public static let verb = Verb("families.history")
  /// The answer is a page of `HistoryLine`.
  public typealias Answer = Page<HistoryLine>

  /// The booking's reference.
  public var reference: ShortText
  /// The earliest instant; from the start if absent.
  public var since: Instant?
  /// Lists only this many of the newest steps; not together with `after`.
  public var last: PageSize?
  /// The `next` of the page before; absent for the first page.
  public var after: ShortText?
  /// The most steps of the page; 100 if absent. A step may yield several items.
  public var limit: PageSize?

  /// Creates the request; an argument that is nil is left out.
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

/// One consequence of a step of a booking.
public struct HistoryLine: Codable, Sendable {
  /// When the step was taken.
  public var at: Instant
  /// The step's number, from 1 without gaps. All consequences of a step share it.
  public var sequence: Int64
  /// The machine; empty if the line belongs to none.
  public var workflow: String
  /// The states that were left, separated by spaces.
  public var from: String
  /// The states that were entered, separated by spaces.
  public var to: String
  /// The event, timer or outcome that caused it.
  public var event: String
  /// The cause's sender: `client`, `stripe`, `timer`, `uid 1000: REASON`.
  public var by: String
  /// The step whose outcome was the cause.
  public var step: String?
  /// The kind of a line that is no transition.
  public var outcome: String?
  /// Further explanation.
  public var text: String?

  /// Creates a `HistoryLine` from its fields.
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
