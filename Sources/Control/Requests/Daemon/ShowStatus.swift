public import CivilTime

/// Shows how the daemon is.
public struct ShowStatus: ControlRequest {
  public static let verb = Verb("status")
  public typealias Answer = DaemonStatus

  public init() {}
}

/// How the daemon is.
public struct DaemonStatus: Codable, Sendable {
  /// The daemon's version.
  public var version: String
  /// `running`
  public var state: String
  /// Its process.
  public var pid: Int64
  /// The store's file.
  public var store: String
  /// `live` or `test`.
  public var clock: String
  /// Where the public door listens.
  public var publicAddress: String
  /// Commits since the start.
  public var turns: Int64
  /// Steps of bookings since the start.
  public var steps: Int64
  /// Inputs that wait for a turn.
  public var queued: Int64
  /// Attempts whose outcome is not known yet.
  public var outstanding: Int64
  /// When something is due next; absent if nothing is.
  public var nextWake: Instant?
  /// Why the clock is held; absent while it is trusted.
  public var held: String?
  /// Open incidents.
  public var incidentsOpen: Int64
  /// Stored events that wait for their booking to run.
  public var inboxPending: Int64
  /// Stored events that match no booking yet.
  public var inboxUnmatched: Int64
  /// Tasks for people, counted to 1,000.
  public var tasksOpen: Int64
  /// Steps that gave up, counted to 1,000.
  public var tasksParked: Int64
  /// Webhooks since the start whose sender was not proved: `stripe: mismatch 3`, for each source and reason.
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
