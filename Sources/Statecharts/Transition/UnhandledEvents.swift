internal import CEL
internal import CivilTime

/// Events that no machine takes now. By the definition's word they are ignored, refused, deferred, or shown to a
/// person. The list of deferred events stays short whatever is sent, and no event leaves it silently.
struct UnhandledEvents {
  let family: FamilyState

  /// Returns the definition's handling of an event that no transition takes. The innermost active state that names the
  /// event decides, the last in document order among equally deep ones; otherwise the event's own declaration.
  func otherwise(event name: Int, machine index: Int) -> UnhandledDisposition? {
    let plan = family.bundle.plans[index]
    return plan.otherwise(name, in: family.configuration(index)) ?? plan.machine.declarations[name]?.otherwise
  }

  /// Handles an event as the definition says.
  ///
  /// - Parameter since: when the event was first deferred, if it is offered again; nil for a new one.
  func handle(
    _ disposition: UnhandledDisposition?, _ event: Event, machine index: Int, since: Instant? = nil,
    _ queue: DeliveryQueue
  ) {
    switch disposition {
    case .ignore:
      family.record.trace.append(.ignored(machine: index, event: event.name))
    case .defer:
      putOff(event, machine: index, since: since, queue)
    case .reject:
      reject(event, code: "not_now", machine: index, since: since)
    case .alarm, nil:
      family.record.raiseAlarm(
        "event '\(event.name)' is not expected in \(family.activeStates(index).joined(separator: ", "))",
        machine: index)
    }
  }

  /// Refuses an event. The sender of one that was deferred before has had its answer.
  func reject(_ event: Event, code: String, machine index: Int, since: Instant? = nil) {
    family.record.trace.append(.rejected(machine: index, event: event.name, code: code))
    if since == nil { family.record.answer(.rejected(code: code)) }
  }

  // MARK: Waiting

  /// Defers an event until the family has changed. An event from outside that equals a waiting one is dropped. Each
  /// role has room of its own, so that a party who fills it keeps nobody else from being heard.
  func putOff(_ event: Event, machine index: Int, since: Instant? = nil, _ queue: DeliveryQueue) {
    let machine = family.bundle.machines[index]
    let name = machine.eventIndex[event.name]
    var event = event
    event.data = (name.flatMap { machine.payload(of: $0) } ?? .dyn).normalize(event.data)
    if let since {
      // It had its place before and keeps it.
      return family.snapshot.deferred.append(DeferredEvent(machine: index, event: event, since: since))
    }
    if event.isFromOutside, family.snapshot.deferred.contains(where: { $0.machine == index && $0.event == event }) {
      return family.record.answer(.already)
    }
    // Results of the machine's own steps are not limited here, because its steps are.
    let isOwn = name.map { machine.declarations[$0] == nil } ?? true
    guard isOwn || waiting(of: event.role, queue) < family.bundle.limits.deferred else {
      return turnAway(event, machine: index, queue)
    }
    family.snapshot.deferred.append(DeferredEvent(machine: index, event: event, since: family.now))
    family.record.trace.append(.deferred(machine: index, event: event.name))
    family.record.answer(.deferred)
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
      handle(declaration?.otherwise, event, machine: index, queue)
    case .defer, nil:
      reject(event, code: "too_many_waiting", machine: index)
    }
    if declaration?.by.contains(event.role) != true {
      let limit = family.bundle.limits.deferred
      family.record.raiseAlarm(
        "event '\(event.name)' of \(event.role) was discarded: \(limit) others wait already", machine: index)
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
  func offerAgain(through queue: inout DeliveryQueue) {
    let waiting = family.snapshot.deferred
    family.snapshot.deferred = []
    var isLost: [DeferredEvent] = []
    for entry in waiting {
      if family.isAlive(entry.machine) {
        guard let name = family.bundle.machines[entry.machine].eventIndex[entry.event.name] else { continue }
        let event = MachineEvent(entry.event, name: name)
        queue.enqueue(.event(machine: entry.machine, event, since: entry.since))
      } else if family.snapshot.instances[entry.machine] == nil {
        family.snapshot.deferred.append(entry)
      } else if !passes(entry) {
        isLost.append(entry)
      }
    }
    if !isLost.isEmpty { raiseAlarms(about: isLost) }
  }

  // MARK: Machines that are gone

  /// Handles an event from outside for a machine that is not alive. One that was never started may be waited for; one
  /// that has ended may not.
  func handleAbsent(_ event: Event, machine index: Int, _ queue: DeliveryQueue) {
    let declaration = family.bundle.machines[index].eventIndex[event.name]
      .flatMap { family.bundle.machines[index].declarations[$0] }
    guard declaration?.otherwise == .defer, family.snapshot.instances[index] != nil else {
      return handle(declaration?.otherwise ?? .alarm, event, machine: index, queue)
    }
    reject(event, code: "not_now", machine: index)
    if declaration?.by.contains(event.role) != true {
      let name = family.bundle.machines[index].name
      family.record.raiseAlarm("'\(event.name)' of \(event.role) came when '\(name)' had ended", machine: index)
    }
  }

  /// Drops the deferred events of a machine's own making, because the machine has ended.
  func dropOwn(of index: Int, _ queue: inout DeliveryQueue) {
    let machine = family.bundle.machines[index]
    drop(of: index, &queue) { name in machine.eventIndex[name].map { machine.declarations[$0] == nil } ?? true }
  }

  /// Drops the deferred events with these names of a machine.
  ///
  /// - Returns: true if there were any.
  @discardableResult
  func drop(_ events: [Int], of index: Int, _ queue: inout DeliveryQueue) -> Bool {
    let names = family.bundle.machines[index].eventNames
    return drop(of: index, &queue) { name in events.contains { names[$0] == name } }
  }

  @discardableResult
  private func drop(of index: Int, _ queue: inout DeliveryQueue, where isGone: (String) -> Bool) -> Bool {
    var hasDropped = false
    if !family.snapshot.deferred.isEmpty {
      let count = family.snapshot.deferred.count
      family.snapshot.deferred.removeAll { $0.machine == index && isGone($0.event.name) }
      hasDropped = family.snapshot.deferred.count < count
    }
    return queue.removeReoffered(of: index, where: isGone) || hasDropped
  }

  /// Returns true if the event was deferred for a machine that has ended since, and by the declaration nobody need be
  /// told. Its sender had an answer.
  private func passes(_ entry: DeferredEvent) -> Bool {
    let machine = family.bundle.machines[entry.machine]
    let declaration = machine.eventIndex[entry.event.name].flatMap { machine.declarations[$0] }
    switch declaration?.otherwise {
    case .reject:
      family.record.trace.append(.rejected(machine: entry.machine, event: entry.event.name, code: "not_now"))
      return true
    case .defer, .alarm: return false
    case .ignore: break
    case nil: if declaration != nil { return false }
    }
    family.record.trace.append(.ignored(machine: entry.machine, event: entry.event.name))
    return true
  }

  /// Raises one alarm for each machine that has ended while events waited for it.
  private func raiseAlarms(about lost: [DeferredEvent]) {
    for index in Set(lost.map(\.machine)).sorted() {
      let names = lost.filter { $0.machine == index }.map { "'\($0.event.name)' of \($0.event.role)" }
      let told = names.prefix(5).joined(separator: ", ") + (names.count > 5 ? " and \(names.count - 5) more" : "")
      family.record.raiseAlarm("has ended while events waited for it, which are discarded: \(told)", machine: index)
    }
  }
}
