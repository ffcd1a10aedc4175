internal import CEL
internal import CivilTime

/// Events that no machine takes now. By the definition's word they are ignored, refused, deferred, or shown to a
/// person. The list of deferred events stays short whatever is sent, and no event leaves it silently.
struct UnhandledEvents {
  let family: FamilyState
  /// When an event that is offered again was first deferred.
  private var since: [Event: Instant] = [:]

  init(_ family: FamilyState) { self.family = family }

  /// Returns the definition's handling of an event that no transition takes. The innermost state above an active atomic
  /// state that names the event decides, regions in reverse document order; otherwise the event's own declaration.
  func otherwise(event name: Int, machine index: Int) -> UnhandledDisposition? {
    let plan = family.bundle.plans[index]
    for atomic in family.configuration(index).intersection(plan.atomic).descending {
      for state in plan.lineage[atomic].descending {
        if let disposition = plan.states[state].otherwise[name] { return disposition }
      }
    }
    return plan.machine.declarations[name]?.otherwise
  }

  /// Handles an event as the definition says.
  func handle(
    _ disposition: UnhandledDisposition?, _ event: Event, machine index: Int, isReoffered: Bool, _ queue: DeliveryQueue
  ) {
    switch disposition {
    case .ignore:
      family.record.trace.append(.ignored(machine: index, event: event.name))
    case .defer:
      putOff(event, machine: index, isReoffered: isReoffered, queue)
    case .reject:
      family.record.trace.append(.rejected(machine: index, event: event.name, code: "not_now"))
      if family.record.disposition == .ignored { family.record.disposition = .rejected(code: "not_now") }
    case .alarm, nil:
      family.record.raiseAlarm(
        "event '\(event.name)' is not expected in \(family.activeStates(index).joined(separator: ", "))",
        machine: index)
    }
  }

  /// Refuses an event that a candidate rejected.
  func reject(_ event: Event, code: String, machine index: Int) {
    family.record.trace.append(.rejected(machine: index, event: event.name, code: code))
    if family.record.disposition != .handled { family.record.disposition = .rejected(code: code) }
  }

  // MARK: Waiting

  /// Defers an event until the family has changed. An event from outside that equals a waiting one is dropped. Each
  /// role has room of its own, so that a party who fills it keeps nobody else from being heard.
  func putOff(_ event: Event, machine index: Int, isReoffered: Bool, _ queue: DeliveryQueue) {
    let machine = family.bundle.machines[index]
    let name = machine.eventIndex[event.name]
    var event = event
    event.data = (name.flatMap { machine.payload(of: $0) } ?? .dyn).normalize(event.data)
    if isReoffered {
      // It had its place before and keeps it.
      let entry = DeferredEvent(machine: index, event: event, since: since[event] ?? family.now)
      return family.snapshot.deferred.append(entry)
    }
    if event.isFromOutside, family.snapshot.deferred.contains(where: { $0.machine == index && $0.event == event }) {
      if family.record.disposition == .ignored { family.record.disposition = .already }
      return
    }
    // Results of the machine's own steps are not limited here, because its steps are.
    let isOwn = name.map { machine.declarations[$0] == nil } ?? true
    guard isOwn || waiting(of: event.role, queue) < family.bundle.limits.deferred else {
      return turnAway(event, machine: index, queue)
    }
    family.snapshot.deferred.append(DeferredEvent(machine: index, event: event, since: family.now))
    family.record.trace.append(.deferred(machine: index, event: event.name))
    if family.record.disposition != .handled { family.record.disposition = .deferred }
  }

  /// Returns the number of deferred events of a role, including those that are just being offered again.
  private func waiting(of role: String, _ queue: DeliveryQueue) -> Int {
    family.snapshot.deferred.count { $0.event.role == role } + queue.reoffered(of: role)
  }

  /// Handles an event for which there is no room by its own `otherwise`, or refuses it with `too_many_waiting` if that
  /// is to defer. If no caller is told, an incident is opened.
  private func turnAway(_ event: Event, machine index: Int, _ queue: DeliveryQueue) {
    let machine = family.bundle.machines[index]
    let declaration = machine.eventIndex[event.name].flatMap { machine.declarations[$0] }
    switch declaration?.otherwise {
    case .ignore, .reject, .alarm:
      handle(declaration?.otherwise, event, machine: index, isReoffered: false, queue)
    case .defer, nil:
      reject(event, code: "too_many_waiting", machine: index)
    }
    if declaration?.by.contains(event.role) != true {
      let limit = family.bundle.limits.deferred
      family.record.raiseAlarm(
        "event '\(event.name)' of \(event.role) finds no room: \(limit) others wait; it is given up", machine: index)
    }
  }

  /// Drops events that have waited too long. Each transition does so before anything else.
  func giveUpExpired() {
    guard family.snapshot.deferred.contains(where: isExpired) else { return }
    for entry in family.snapshot.deferred where isExpired(entry) {
      family.record.trace.append(.ignored(machine: entry.machine, event: entry.event.name))
      family.record.raiseAlarm(
        "event '\(entry.event.name)' of \(entry.event.role) has waited since \(entry.since), longer than "
          + "\(family.bundle.limits.deferredFor.iso8601); it is given up",
        machine: entry.machine)
    }
    family.snapshot.deferred.removeAll(where: isExpired)
  }

  /// Returns true if the event has waited too long. The family's own events are facts, which wait as long as it takes.
  private func isExpired(_ entry: DeferredEvent) -> Bool {
    entry.event.isFromOutside && family.now.duration(since: entry.since) > family.bundle.limits.deferredFor
  }

  /// Offers deferred events again in order. One that is deferred once more goes to the end.
  mutating func offerAgain(through queue: inout DeliveryQueue) {
    let waiting = family.snapshot.deferred
    family.snapshot.deferred = []
    for entry in waiting {
      if family.isAlive(entry.machine) {
        guard let name = family.bundle.machines[entry.machine].eventIndex[entry.event.name] else { continue }
        let event = MachineEvent(entry.event, name: name)
        queue.enqueue(.event(machine: entry.machine, event, isReoffered: true))
        since[entry.event, default: entry.since] = entry.since
      } else if family.snapshot.instances[entry.machine] == nil {
        family.snapshot.deferred.append(entry)
      } else {
        family.record.trace.append(.ignored(machine: entry.machine, event: entry.event.name))
      }
    }
  }
}
