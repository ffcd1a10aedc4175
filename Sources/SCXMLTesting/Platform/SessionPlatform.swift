internal import CEL
public import CivilTime
public import Statecharts

/// Runs machines of the mode `scxml` as sessions on virtual time: external queues, delayed events, invoked children. Deterministic: events
/// are taken in the order in which they were sent, whoever sent them, and time moves only when it is told to.
public final class SessionPlatform {
  /// The definition that an invocation names, by source or as content; nil if there is none.
  public typealias Definitions = (InvokeStart) -> Bundle?

  final class Session {
    let id: String
    let bundle: Bundle
    var family: FamilySnapshot
    let parent: Session?
    /// What its parent calls it.
    let invokeID: String?
    var isLive = true

    init(id: String, bundle: Bundle, family: FamilySnapshot, parent: Session?, invokeID: String?) {
      self.id = id
      self.bundle = bundle
      self.family = family
      self.parent = parent
      self.invokeID = invokeID
    }
  }

  private struct Delayed {
    var due: Instant
    var sender: Session
    var message: SentEvent
  }

  public private(set) var now = Instant(seconds: 1_800_000_000, nanoseconds: 0)!
  /// What sessions logged, in order.
  public private(set) var log: [String] = []
  private let definitions: Definitions
  private var sessions: [Session] = []
  private var queue: [(session: Session, stimulus: Stimulus)] = []
  /// In the order in which they were sent.
  private var delayed: [Delayed] = []
  private var taken = 0

  /// Events that one platform handles; a chart that exceeds it is in a circle.
  public static let limit = 20_000
  /// Sessions that it starts; a chart that exceeds it invokes itself.
  public static let sessionLimit = 500

  public init(definitions: @escaping Definitions) { self.definitions = definitions }

  /// The first session, started and run until it waits.
  public func start(_ bundle: Bundle) throws(StepFailure) {
    try start(bundle, data: ValueMap(), parent: nil, invokeID: nil)
    try settle()
  }

  /// An event from outside to the first session, and all that follows without waiting.
  public func send(_ event: Event) throws(StepFailure) {
    guard let session = sessions.first else { return }
    queue.append((session, .event(event)))
    try settle()
  }

  /// True while the first session has not ended.
  public var isRunning: Bool { sessions.first?.isLive ?? false }

  /// Active atomic states of the first session; those it ended in.
  public var configuration: [String] {
    guard let session = sessions.first, let instance = session.family.instances[0] else { return [] }
    return session.bundle.machines[0].atomicStates(in: instance.configuration)
  }

  /// Lets time pass. Delayed events are delivered at their due time, those of one instant in the order in which they were sent.
  public func advance(by duration: Duration) throws(StepFailure) {
    let end = after(duration)
    while let due = nextDue, due <= end { try deliverNext() }
    now = end
  }

  /// When the next delayed event is due.
  public var nextDue: Instant? { delayed.map(\.due).min() }

  /// Moves on to the next delayed event.
  public func deliverNext() throws(StepFailure) {
    guard let due = nextDue, let position = delayed.firstIndex(where: { $0.due == due }) else { return }
    now = max(now, due)
    let next = delayed.remove(at: position)
    if !dispatch(next.message, from: next.sender) {
      let error = Event(
        name: "error.communication", role: SessionRole.platform, data: .null,
        sender: EventSender(sendID: next.message.id))
      queue.append((next.sender, .event(error)))
    }
    try settle()
  }

  private func after(_ duration: Duration) -> Instant { now.adding(duration) ?? .latest }

  // MARK: Sessions

  private func start(
    _ bundle: Bundle, data: ValueMap, parent: Session?, invokeID: String?
  ) throws(StepFailure) {
    let id = "session-\(sessions.count + 1)"
    if sessions.count >= Self.sessionLimit { throw exceeded("more than \(Self.sessionLimit) sessions", id) }
    let family = try bundle.newborn(key: id, input: .map(data), params: [], now: now)
    let session = Session(id: id, bundle: bundle, family: family, parent: parent, invokeID: invokeID)
    sessions.append(session)
    queue.append((session, .start))
  }

  private func settle() throws(StepFailure) {
    var head = 0
    while head < queue.count {
      let next = queue[head]
      head += 1
      try step(next.session, next.stimulus)
    }
    queue.removeAll(keepingCapacity: true)
  }

  private func step(_ session: Session, _ stimulus: Stimulus) throws(StepFailure) {
    guard session.isLive else { return }
    taken += 1
    if taken > Self.limit { throw exceeded("more than \(Self.limit) events", session.id) }
    var input = StepInput(stimulus: stimulus, now: now)
    input.reachable = targets(of: session)
    let change = try session.bundle.transition(session.family, input)
    session.family = change.next
    for case .note(_, let text) in change.trace { log.append(text) }
    for effect in change.session { try carryOut(effect, of: session) }
  }

  private func exceeded(_ message: String, _ session: String) -> StepFailure {
    StepFailure(code: "platform-limit", message: message, machine: session, line: 0)
  }

  private func targets(of session: Session) -> Set<String> {
    var result: Set<String> = []
    for other in sessions where other.isLive {
      result.insert(SessionProcessor.location(of: other.id))
      if other === session.parent { result.insert("#_parent") }
      if other.parent === session, let id = other.invokeID { result.insert("#_\(id)") }
    }
    return result
  }

  private func carryOut(_ effect: SessionEffect, of session: Session) throws(StepFailure) {
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
      guard let bundle = definitions(start) else {
        let error = Event(name: "error.communication", role: SessionRole.platform, data: .string(start.id))
        queue.append((session, .event(error)))
        return
      }
      try self.start(bundle, data: start.data, parent: session, invokeID: start.id)
    case .cancelInvoke(let id):
      if let child = child(id, of: session) { try cancel(child) }
    case .forward(let event, let id):
      if let child = child(id, of: session) { queue.append((child, .event(event))) }
    case .ended(let data):
      end(session)
      guard let parent = session.parent, let id = session.invokeID else { return }
      let sender = EventSender(
        origin: SessionProcessor.location(of: session.id), originType: SessionProcessor.type, invokeID: id)
      let event = Event(name: "done.invoke.\(id)", role: SessionRole.external, data: data, sender: sender)
      queue.append((parent, .event(event)))
    }
  }

  private func child(_ id: String, of session: Session) -> Session? {
    sessions.first { $0.isLive && $0.parent === session && $0.invokeID == id }
  }

  /// Its exit actions run; nobody hears what they send to the parent (SCXML 6.4.3).
  private func cancel(_ session: Session) throws(StepFailure) {
    guard session.family.instances[0] != nil else { return end(session) }
    let event = Event(name: "cancel", role: SessionRole.cancel, data: .null)
    let input = StepInput(stimulus: .event(event), now: now)
    let change = try session.bundle.transition(session.family, input)
    session.family = change.next
    end(session)
    for effect in change.session {
      if case .cancelInvoke = effect { try carryOut(effect, of: session) }
      if case .send(let message) = effect, message.delay == .zero, message.target != "#_parent" {
        _ = dispatch(message, from: session)
      }
    }
  }

  /// Delayed events die with the session that sent them (SCXML 6.2.4).
  private func end(_ session: Session) {
    session.isLive = false
    delayed.removeAll { $0.sender === session }
  }

  /// Puts an event into the queue of its target; false if there is no such session.
  private func dispatch(_ message: SentEvent, from sender: Session) -> Bool {
    guard let target = session(message.target, from: sender), target.isLive else { return false }
    var event = message.event
    if sender.parent === target, let own = event.sender {
      event.sender = EventSender(
        sendID: own.sendID, origin: own.origin, originType: own.originType, invokeID: sender.invokeID)
    }
    queue.append((target, .event(event)))
    return true
  }

  private func session(_ target: String?, from sender: Session) -> Session? {
    switch target {
    case nil: sender
    case "#_parent"?: sender.parent
    case let name?:
      sessions.first { $0.isLive && SessionProcessor.location(of: $0.id) == name }
        ?? (name.hasPrefix("#_") ? child(String(name.dropFirst(2)), of: sender) : nil)
    }
  }
}
