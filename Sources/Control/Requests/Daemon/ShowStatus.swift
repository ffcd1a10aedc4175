public import CivilTime

/// Shows the daemon's state.
public struct ShowStatus: ControlRequest {
  /// The verb `status`, which reads.
  public static let verb = Verb("status")
  /// The answer is a `DaemonStatus`.
  public typealias Answer = DaemonStatus

  /// Creates the request, which has no arguments.
  public init() {}
}

/// The daemon's state.
public struct DaemonStatus: Codable, Sendable {
  /// The daemon's version.
  public var version: String
  /// `running`
  public var state: String
  /// The process id.
  public var pid: Int64
  /// The path of the store's file.
  public var store: String
  /// The clock's mode: `live` or `test`.
  public var clock: String
  /// The address of the public API.
  public var publicAddress: String
  /// Commits since the start.
  public var turns: Int64
  /// Steps of bookings since the start.
  public var steps: Int64
  /// Inputs that are waiting for a turn.
  public var queued: Int64
  /// Attempts without a known outcome.
  public var outstanding: Int64
  /// The next due instant; absent if nothing is due.
  public var nextWake: Instant?
  /// The reason why the clock is held; absent while it is trusted.
  public var held: String?
  /// Open incidents.
  public var incidentsOpen: Int64
  /// Stored events that are waiting for their booking to run.
  public var inboxPending: Int64
  /// Stored events that match no booking yet.
  public var inboxUnmatched: Int64
  /// Tasks for people, counted to 1,000.
  public var tasksOpen: Int64
  /// Suspended steps, which need an operator; counted to 1,000.
  public var tasksParked: Int64
  /// Webhooks that were refused since the start because their sender was not authenticated, for each source and reason:
  /// `stripe: mismatch 3`.
  public var webhooksRefused: [String]

  private enum CodingKeys: String, CodingKey {
    case version, state, pid, store, clock
    case publicAddress = "public"
    case turns, steps, queued, outstanding, nextWake, held
    case incidentsOpen = "incidents_open"
    case inboxPending = "inbox_pending"
    case inboxUnmatched = "inbox_unmatched"
    case tasksOpen = "tasks_open"
    case tasksParked = "tasks_parked"
    case webhooksRefused = "webhooks_refused"
  }

  /// Creates a `DaemonStatus` from its fields.
  public init(
    version: String, state: String, pid: Int64, store: String, clock: String, publicAddress: String, turns: Int64,
    steps: Int64, queued: Int64, outstanding: Int64, nextWake: Instant?, held: String?, incidentsOpen: Int64,
    inboxPending: Int64, inboxUnmatched: Int64, tasksOpen: Int64, tasksParked: Int64, webhooksRefused: [String]
  ) {
    self.version = version
    self.state = state
    self.pid = pid
    self.store = store
    self.clock = clock
    self.publicAddress = publicAddress
    self.turns = turns
    self.steps = steps
    self.queued = queued
    self.outstanding = outstanding
    self.nextWake = nextWake
    self.held = held
    self.incidentsOpen = incidentsOpen
    self.inboxPending = inboxPending
    self.inboxUnmatched = inboxUnmatched
    self.tasksOpen = tasksOpen
    self.tasksParked = tasksParked
    self.webhooksRefused = webhooksRefused
  }
}
