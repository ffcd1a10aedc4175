public import CivilTime

/// Follows transitions, steps and incidents from now on, until the caller disconnects.
public struct FollowEvents: StreamedRequest {
  /// The verb `events.follow`, which reads.
  public static let verb = Verb("events.follow")
  /// Each line of the answer is an `EventStreamEntry`.
  public typealias Answer = EventStreamEntry

  /// The booking to follow; all if absent.
  public var reference: ShortText?
  /// The workflow whose machines are followed; all if absent.
  public var workflow: ShortText?

  /// Creates the request; an argument that is nil is left out.
  public init(reference: ShortText? = nil, workflow: ShortText? = nil) {
    self.reference = reference
    self.workflow = workflow
  }
}

/// An event of the daemon; with `text` alone, a remark about the daemon.
public struct EventStreamEntry: Codable, Sendable, Hashable {
  /// When it happened.
  public var at: Instant?
  /// `transition`, `attempt`, `incident`, `start`, `note`, or `dropped` if lines were not read fast enough.
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
  /// The attempt's outcome, or the incident's code.
  public var outcome: String?
  /// More about it.
  public var text: String?
  /// The number of lines that are missing here; only with `dropped`.
  public var dropped: Int64?

  /// Creates an `EventStreamEntry`; a field that is nil is left out.
  public init(at: Instant? = nil, kind: String? = nil, text: String? = nil) {
    self.at = at
    self.kind = kind
    self.text = text
  }
}
