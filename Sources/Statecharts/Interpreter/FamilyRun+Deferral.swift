internal import CEL
internal import CivilTime

/// Events that wait for the family to change. Whatever somebody sends, the list stays short, and nothing leaves it in silence.
extension FamilyRun {
  /// Keeps an event until the family has changed. Senders outside the family have one place for each thing that they say, and each role
  /// has room of its own, so that a party who fills its room keeps nobody else from being heard.
  func putOff(_ event: Event, machine index: Int, isReoffered: Bool) {
    let machine = bundle.machines[index]
    let name = machine.eventIndex[event.name]
    var event = event
    event.data = (name.flatMap { machine.payload(of: $0) } ?? .dyn).normalize(event.data)
    if isReoffered {
      // It had its place before, and keeps it.
      let since = deferredSince[event] ?? now
      return family.deferred.append(DeferredEvent(machine: index, event: event, since: since))
    }
    if event.isFromOutside, family.deferred.contains(where: { $0.machine == index && $0.event == event }) {
      if verdict == .ignored { verdict = .already }
      return
    }
    // The machine's own results have as many places as it has steps.
    let isOwn = name.map { machine.declarations[$0] == nil } ?? true
    guard isOwn || waiting(of: event.role) < bundle.limits.deferred else { return turnAway(event, machine: index) }
    family.deferred.append(DeferredEvent(machine: index, event: event, since: now))
    trace.append(.deferred(machine: index, event: event.name))
    if verdict != .handled { verdict = .deferred }
  }

  /// How many events of a role wait, those included that are just being offered again.
  private func waiting(of role: String) -> Int {
    var count = family.deferred.count { $0.event.role == role }
    for delivery in queue[queueHead...] {
      if case .event(_, let occurrence, isReoffered: true) = delivery, occurrence.event.role == role { count += 1 }
    }
    return count
  }

  /// An event for which there is no room: its own verdict, if it has another one than to wait. Where no caller hears that, a person does.
  private func turnAway(_ event: Event, machine index: Int) {
    let machine = bundle.machines[index]
    let declaration = machine.eventIndex[event.name].flatMap { machine.declarations[$0] }
    switch declaration?.otherwise {
    case .ignore, .reject, .alarm:
      conclude(declaration?.otherwise, event, machine: index, isReoffered: false)
    case .defer, nil:
      let code = "too_many_waiting"
      trace.append(.rejected(machine: index, event: event.name, code: code))
      if verdict != .handled { verdict = .rejected(code: code) }
    }
    if declaration?.by.contains(event.role) != true {
      raiseAlarm(
        "event '\(event.name)' of \(event.role) finds no room: \(bundle.limits.deferred) others wait; it is given up",
        machine: index)
    }
  }

  /// Gives up what has waited too long. Judged at each step of the family, before anything else.
  func giveUpExpired() {
    guard family.deferred.contains(where: isExpired) else { return }
    for entry in family.deferred where isExpired(entry) {
      trace.append(.ignored(machine: entry.machine, event: entry.event.name))
      raiseAlarm(
        "event '\(entry.event.name)' of \(entry.event.role) has waited since \(entry.since), longer than "
          + "\(bundle.limits.deferredFor.iso8601); it is given up",
        machine: entry.machine)
    }
    family.deferred.removeAll(where: isExpired)
  }

  /// The family's own events are facts: they wait for as long as it takes.
  private func isExpired(_ entry: DeferredEvent) -> Bool {
    entry.event.isFromOutside && now.duration(since: entry.since) > bundle.limits.deferredFor
  }

  /// Offers deferred events again in order; one that is deferred once more goes to the end.
  func offerDeferred() {
    let waiting = family.deferred
    family.deferred = []
    for entry in waiting {
      if isAlive(entry.machine) {
        guard let name = bundle.machines[entry.machine].eventIndex[entry.event.name] else { continue }
        queue.append(.event(machine: entry.machine, Occurrence(entry.event, name: name), isReoffered: true))
        deferredSince[entry.event, default: entry.since] = entry.since
      } else if family.instances[entry.machine] == nil {
        family.deferred.append(entry)
      } else {
        trace.append(.ignored(machine: entry.machine, event: entry.event.name))
      }
    }
  }
}
