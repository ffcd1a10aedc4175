internal import CEL
public import CivilTime
public import Statecharts

/// Runs SCXML charts as sessions on virtual time, with external queues, delayed events and invoked sessions. It is
/// deterministic: events are taken in the order in which they were sent, from all sessions, and time moves only when it
/// is told to.
public final class SessionPlatform {
  /// Returns the chart that an invocation names, by source or as content; nil if there is none.
  public typealias Charts = (InvokeStart) -> SessionChart?

  private final class Running {
    var session: Session
    let parent: Running?
    /// The id under which the parent invoked the session; nil for the first session.
    let invokeID: String?
    var isLive = true

    init(_ session: Session, parent: Running?, invokeID: String?) {
      self.session = session
      self.parent = parent
      self.invokeID = invokeID
    }

    var id: String { session.id }
  }

  private struct Delayed {
    var due: Instant
    var sender: Running
    var message: SentEvent
  }

  /// The virtual time, which begins at 1,800,000,000 seconds after 1970 UTC.
  public private(set) var now = Instant(seconds: 1_800_000_000, nanoseconds: 0)!
  /// The lines that sessions logged, in order.
  public private(set) var log: [String] = []
  private let charts: Charts
  private var sessions: [Running] = []
  /// The external events of all sessions. Nil in place of an event starts a session.
  private var queue: [(session: Running, event: SessionEvent?)] = []
  /// The delayed events, in the order in which they were sent.
  private var delayed: [Delayed] = []
  private var taken = 0

  /// The most events that one platform handles. A chart that exceeds it is in a loop.
  public static let limit = 20_000
  /// The most sessions that it starts. A chart that exceeds it invokes itself.
  public static let sessionLimit = 500

  /// Creates a platform without sessions.
  ///
  /// - Parameter charts: called for each invocation.
  public init(charts: @escaping Charts) { self.charts = charts }

  /// Starts the first session and runs it until it waits.
  ///
  /// - Throws: `StepFailure` with the code `platform-limit` or `microstep-limit` for a chart in a loop.
  public func start(_ chart: SessionChart) throws(StepFailure) {
    try start(chart, data: ValueMap(), parent: nil, invokeID: nil)
    try settle()
  }

  /// Sends an event to the first session, and runs everything that follows without waiting.
  ///
  /// - Throws: as `start`.
  public func send(_ event: SessionEvent) throws(StepFailure) {
    guard let session = sessions.first else { return }
    queue.append((session, event))
    try settle()
  }

  /// True while the first session has not ended.
  public var isRunning: Bool { sessions.first?.isLive ?? false }

  /// The active atomic states of the first session, or those in which it ended.
  public var configuration: [String] { sessions.first?.session.activeStates ?? [] }

  /// Lets time pass. Delayed events are delivered when they are due, those of one instant in the order in which they
  /// were sent.
  ///
  /// - Throws: as `start`.
  public func advance(by duration: Duration) throws(StepFailure) {
    let end = after(duration)
    while let due = nextDue, due <= end { try deliverNext() }
    now = end
  }

  /// When the next delayed event is due; nil if there is none.
  public var nextDue: Instant? { delayed.map(\.due).min() }

  /// Moves the time on to the next delayed event and delivers it.
  ///
  /// - Throws: as `start`.
  public func deliverNext() throws(StepFailure) {
    guard let due = nextDue, let position = delayed.firstIndex(where: { $0.due == due }) else { return }
    now = max(now, due)
    let next = delayed.remove(at: position)
    if !dispatch(next.message, from: next.sender) {
      queue.append((next.sender, SessionEvent("error.communication", .platform, sendID: next.message.id)))
    }
    try settle()
  }

  private func after(_ duration: Duration) -> Instant { now.adding(duration) ?? .latest }

  // MARK: Sessions

  private func start(
    _ chart: SessionChart, data: ValueMap, parent: Running?, invokeID: String?
  ) throws(StepFailure) {
    let id = "session-\(sessions.count + 1)"
    if sessions.count >= Self.sessionLimit { throw exceeded("more than \(Self.sessionLimit) sessions", id) }
    let running = Running(Session(chart, id: id, passed: data), parent: parent, invokeID: invokeID)
    sessions.append(running)
    queue.append((running, nil))
  }

  private func settle() throws(StepFailure) {
    var head = 0
    while head < queue.count {
      let next = queue[head]
      head += 1
      try step(next.session, next.event)
    }
    queue.removeAll(keepingCapacity: true)
  }

  private func step(_ running: Running, _ event: SessionEvent?) throws(StepFailure) {
    guard running.isLive else { return }
    taken += 1
    if taken > Self.limit { throw exceeded("more than \(Self.limit) events", running.id) }
    let moment = Session.Moment(now: now, reachable: targets(of: running))
    let effects: [SessionEffect] =
      if let event {
        try running.session.receive(event, moment)
      } else {
        try running.session.start(moment)
      }
    for effect in effects { try carryOut(effect, of: running) }
  }

  private func exceeded(_ message: String, _ session: String) -> StepFailure {
    StepFailure(code: "platform-limit", message: message, machine: session, line: 0)
  }

  private func targets(of session: Running) -> Set<String> {
    var result: Set<String> = []
    for other in sessions where other.isLive {
      result.insert(SessionProcessor.location(of: other.id))
      if other === session.parent { result.insert("#_parent") }
      if other.parent === session, let id = other.invokeID { result.insert("#_\(id)") }
    }
    return result
  }

  private func carryOut(_ effect: SessionEffect, of session: Running) throws(StepFailure) {
    switch effect {
    case .send(let message):
      if message.delay > .zero {
        delayed.append(Delayed(due: after(message.delay), sender: session, message: message))
      } else {
        _ = dispatch(message, from: session)
      }
    case .cancel(let id):
      delayed.removeAll { $0.sender === session && $0.message.id == id }
    case .invoke(let start):
      guard let chart = charts(start) else {
        queue.append((session, SessionEvent("error.communication", .platform, data: .string(start.id))))
        return
      }
      try self.start(chart, data: start.data, parent: session, invokeID: start.id)
    case .cancelInvoke(let id):
      if let child = child(id, of: session) { try cancel(child) }
    case .forward(let event, let id):
      if let child = child(id, of: session) { queue.append((child, event)) }
    case .ended(let data):
      end(session)
      guard let parent = session.parent, let id = session.invokeID else { return }
      let event = SessionEvent(
        "done.invoke.\(id)", data: data, origin: SessionProcessor.location(of: session.id),
        originType: SessionProcessor.type, invokeID: id)
      queue.append((parent, event))
    case .log(let text):
      log.append(text)
    }
  }

  private func child(_ id: String, of session: Running) -> Running? {
    sessions.first { $0.isLive && $0.parent === session && $0.invokeID == id }
  }

  /// Ends a session whose invocation was cancelled (SCXML 6.4.3). Its exit actions run, and events that they send to
  /// the parent are dropped.
  private func cancel(_ session: Running) throws(StepFailure) {
    guard session.session.hasStarted else { return end(session) }
    let moment = Session.Moment(now: now, reachable: [])
    let effects = try session.session.receive(SessionEvent("cancel", .cancel), moment)
    end(session)
    for effect in effects {
      if case .cancelInvoke = effect { try carryOut(effect, of: session) }
      if case .send(let message) = effect, message.delay == .zero, message.target != "#_parent" {
        _ = dispatch(message, from: session)
      }
    }
  }

  /// Ends a session. Its delayed events are dropped (SCXML 6.2.4).
  private func end(_ session: Running) {
    session.isLive = false
    delayed.removeAll { $0.sender === session }
  }

  /// Puts an event into the queue of its target. Returns false if there is no such session.
  private func dispatch(_ message: SentEvent, from sender: Running) -> Bool {
    guard let target = session(message.target, from: sender), target.isLive else { return false }
    var event = message.event
    if sender.parent === target { event.invokeID = sender.invokeID }
    queue.append((target, event))
    return true
  }

  private func session(_ target: String?, from sender: Running) -> Running? {
    switch target {
    case nil: sender
    case "#_parent"?: sender.parent
    case let name?:
      sessions.first { $0.isLive && SessionProcessor.location(of: $0.id) == name }
        ?? (name.hasPrefix("#_") ? child(String(name.dropFirst(2)), of: sender) : nil)
    }
  }
}
