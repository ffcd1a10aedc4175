internal import CEL
internal import CivilTime

/// The timers of a family's machines. A timer follows its expression as long as its state is active: it is armed, moved
/// and disarmed as the expression's value changes.
struct TimerSchedule {
  /// The event by which a due timer reaches its machine.
  struct Firing {
    var event: MachineEvent
    /// True if the timer is too late by its own `late` rule, so that the event is the one of a missed timer.
    var isMissed: Bool
  }

  let family: FamilyState
  /// True once a timer was armed that is due within a second.
  private(set) var isRushed = false

  init(_ family: FamilyState) { self.family = family }

  /// Brings every timer of every active state in line with its expression. Returns true if any was armed and a state of
  /// the bundle rests until a timer fires, so that machines may react to the arming.
  mutating func refresh() throws(StepFailure) -> Bool {
    let bundle = family.bundle
    let generations = bundle.restsUntilTimers ? allGenerations : 0
    for index in bundle.timed where family.isAlive(index) {
      let plan = bundle.plans[index]
      for state in family.configuration(index).intersection(plan.withTimers) {
        for timer in plan.states[state].timers { try refresh(timer, of: index) }
      }
    }
    return bundle.restsUntilTimers && allGenerations != generations
  }

  private var allGenerations: Int64 { family.snapshot.instances.reduce(0) { $0 + ($1?.timerGeneration ?? 0) } }

  private mutating func refresh(_ timer: Int, of index: Int) throws(StepFailure) {
    let definition = family.bundle.machines[index].timers[timer]
    let old = family[machine: index].timers[timer]
    var round: Int64 = 0
    let due: Instant?
    switch definition.when {
    case .at(let program):
      due = try family.instant(program, definition, machine: index)
    case .every(let first, _):
      // A repeating timer keeps its own rhythm once it has been armed.
      if let old {
        due = old.due
      } else {
        due = try family.instant(first, definition, machine: index)
      }
    case .rhythm(let rhythm):
      if let old {
        due = old.due
      } else {
        let first = try RoundSchedule(family: family, rhythm: rhythm, definition: definition, machine: index).first()
        due = first?.due
        round = first?.number ?? 0
      }
    }
    guard let due else {
      if old != nil { family[machine: index].timers[timer] = nil }
      dropFirings(of: timer, index)
      return
    }
    if let old {
      if old.due == due { return }
      // A timer that has fired is armed again only by a later instant, which means that the fact has moved.
      if !old.isArmed && due <= max(old.due, family.now) { return }
    }
    // The fact has moved: a firing by the old one that waits to be heard is obsolete.
    dropFirings(of: timer, index)
    let isSkipped = definition.past == .skip && due < family.now
    family[machine: index].timerGeneration += 1
    family[machine: index].timers[timer] = TimerSnapshot(
      due: due, isArmed: !isSkipped, generation: family[machine: index].timerGeneration, fired: old?.fired ?? 0,
      round: round)
    if isSkipped {
      family.record.trace.append(.spent(machine: index, timer: timer))
    } else {
      noteArmed(due: due)
    }
  }

  /// Returns the events by which a machine hears of a timer.
  func events(of timer: Int, _ index: Int) -> [Int] {
    let definition = family.bundle.machines[index].timers[timer]
    return [definition.event, definition.missed]
  }

  /// Drops the timer's firings that are deferred.
  private func dropFirings(of timer: Int, _ index: Int) {
    if family.snapshot.deferred.isEmpty { return }
    let names = events(of: timer, index).map { family.bundle.machines[index].eventNames[$0] }
    family.snapshot.deferred.removeAll { $0.machine == index && names.contains($0.event.name) }
  }

  /// Fires a timer that is due. Returns nil if the generation is obsolete, which means that the timer was moved or
  /// cancelled. A repeating timer is armed again.
  mutating func fire(machine index: Int, timer: Int, generation: Int64) throws(StepFailure) -> Firing? {
    guard let instance = family.snapshot.instances[index], !instance.isDone, let armed = instance.timers[timer],
      armed.isArmed, armed.generation == generation, armed.due <= family.now
    else { return nil }
    let definition = family.bundle.machines[index].timers[timer]
    let isMissed = try self.isMissed(definition, due: armed.due, machine: index)
    var next = armed
    next.isArmed = false
    if !isMissed { next.fired += 1 }
    let again: (number: Int64, due: Instant)?
    switch definition.when {
    case .at: again = nil
    case .every(_, let interval):
      let value = try family.value(of: interval, definition, machine: index)
      guard case .duration(let step) = value, step > .zero, let due = laterDue(armed.due, step) else {
        throw family.failure(
          "bad-interval",
          "timer '\(definition.name)' repeats by no duration above zero, or by one too short for how late it is",
          machine: index,
          line: definition.line)
      }
      again = (armed.round, due)
    case .rhythm(let rhythm):
      again = try RoundSchedule(family: family, rhythm: rhythm, definition: definition, machine: index)
        .next(after: armed.round)
    }
    if let again {
      family[machine: index].timerGeneration += 1
      (next.round, next.due) = (again.number, again.due)
      noteArmed(due: again.due)
      next.isArmed = true
      next.generation = family[machine: index].timerGeneration
    }
    family[machine: index].timers[timer] = next
    family.record.hasChanged = true
    if isMissed { family.record.trace.append(.missed(machine: index, timer: timer)) }
    let event = family.ownEvent(isMissed ? definition.missed : definition.event, of: index, fired: armed.fired)
    return Firing(event: event, isMissed: isMissed)
  }

  /// Disarms a timer that an operator gives up. Nothing happens if it was armed anew since.
  func drop(machine index: Int, timer: Int, generation: Int64) {
    guard family.snapshot.instances[index]?.timers[timer]?.generation == generation else { return }
    family[machine: index].timers[timer]!.isArmed = false
  }

  /// Removes the timers of a state that is left.
  func disarm(_ state: Int, of plan: MachinePlan) {
    for timer in plan.states[state].timers { family[machine: plan.index].timers[timer] = nil }
  }

  /// Removes the timers of a machine that has ended.
  func disarmAll(of index: Int) {
    for timer in family[machine: index].timers.indices where family[machine: index].timers[timer] != nil {
      family[machine: index].timers[timer] = nil
    }
  }

  /// Returns the timers that the store has to arm and to disarm. They are the difference between before and after, so
  /// that a timer that was moved twice is written once.
  func effects() -> [Effect] {
    var effects: [Effect] = []
    for index in family.bundle.timed {
      guard let new = family.snapshot.instances[index] else { continue }
      let old = family.before.instances[index]
      let isSame = old?.incarnation == new.incarnation
      for timer in new.timers.indices {
        let was = isSame ? old?.timers[timer].flatMap { $0.isArmed ? $0 : nil } : nil
        let now = new.timers[timer].flatMap { $0.isArmed ? $0 : nil }
        if was == now { continue }
        if let now {
          if was?.generation == now.generation { continue }
          effects.append(.armTimer(machine: index, timer: timer, due: now.due, generation: now.generation))
        } else {
          effects.append(.disarmTimer(machine: index, timer: timer))
        }
      }
    }
    return effects
  }

  private mutating func noteArmed(due: Instant) {
    if due.duration(since: family.now) < Rush.shortestWait { isRushed = true }
  }

  /// Returns the next due instant of a repeating timer that lies ahead. Missed rounds are not made up for.
  private func laterDue(_ due: Instant, _ step: Duration) -> Instant? {
    guard let next = due.adding(step) else { return nil }
    if next > family.now { return next }
    // Beyond this the quotient is no longer exact. No realistic interval comes near it.
    let rounds = family.now.duration(since: due) / step
    return rounds < 1e15 ? due.adding(step * (Int(rounds) + 1)) : nil
  }

  private func isMissed(_ definition: TimerDefinition, due: Instant, machine index: Int) throws(StepFailure) -> Bool {
    switch definition.late {
    case .always:
      return false
    case .atMost(let limit):
      return family.now.duration(since: due) > limit
    case .until(let program):
      guard let end = try family.instant(program, definition, machine: index) else { return false }
      return family.now > end
    }
  }
}

extension FamilyState {
  /// Returns a timestamp, or the instant a duration after the entry of the timer's state; nil for null.
  func instant(
    _ program: Program, _ definition: TimerDefinition, machine index: Int
  ) throws(StepFailure) -> Instant? {
    switch try value(of: program, definition, machine: index) {
    case .timestamp(let instant): return instant
    case .duration(let duration):
      return self[machine: index].visits[definition.state].last?.adding(duration)
    case .null: return nil
    default:
      throw failure(
        "type-mismatch", "timer '\(definition.name)' is due at neither a timestamp nor a duration", machine: index,
        line: definition.line)
    }
  }

  fileprivate func value(
    of program: Program, _ definition: TimerDefinition, machine index: Int
  ) throws(StepFailure) -> Value {
    try withScope(index, state: definition.state) { (scope) throws(StepFailure) in
      try evaluating(machine: index, line: definition.line) { () throws(EvaluationError) in
        try program.evaluate(scope)
      }
    }
  }
}
