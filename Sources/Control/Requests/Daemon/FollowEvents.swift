public import CivilTime

/// Follows transitions, steps and incidents from now on, until the caller leaves.
public struct FollowEvents: StreamedRequest {
  public static let verb = Verb("events.follow")
  public typealias Answer = EventStreamEntry

  /// Only this booking.
  public var reference: ShortText?
  /// Only machines of this workflow.
  public var workflow: ShortText?

  public init(reference: ShortText? = nil, workflow: ShortText? = nil) {
    self.reference = reference
    self.workflow = workflow
  }
}

/// One thing that happened, or with `text` alone a remark about the daemon.
public struct EventStreamEntry: Codable, Sendable, Hashable {
  /// When it happened.
  public var at: Instant?
  /// `transition`, `attempt`, `incident`, `start`, `note`, or `dropped`: lines were not read fast enough.
  public var kind: String?
  /// The booking.
  public var reference: String?
  /// The machine.
  public var workflow: String?
  /// The states that were left, separated by spaces.
  public var from: String?
  /// The states that were entered, separated by spaces.
  public var to: String?
  /// The event, timer or outcome that caused it.
  public var event: String?
  /// The step of an attempt.
  public var step: String?
  /// The attempt's number, from 1.
  public var attempt: Int64?
  /// How the attempt ended, or the incident's code.
  public var outcome: String?
  /// More about it.
  public var text: String?
  /// How many lines are missing here; with `dropped` alone.
  public var dropped: Int64?

  public init(at: Instant? = nil, kind: String? = nil, text: String? = nil) {
    self.at = at
    self.kind = kind
    self.text = text
  }
}
