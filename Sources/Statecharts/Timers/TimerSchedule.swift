internal import CEL
internal import CivilTime

/// The timers of a family's machines. A timer follows its expression as long as its state is active: it is armed, moved
/// and disarmed as the expression's value changes.
struct TimerSchedule {
  /// The event by which a due timer reaches its machine.
  struct Firing {
    var event: MachineEvent
    /// The instant that was spent before.
    var lastSpent: Instant?
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
    if old == nil, let spent = family[machine: index].spentTimers[timer], due <= spent, !definition.again {
      if let next = try nextRound(after: due, definition, machine: index) {
        return arm(timer, of: index, due: next.due, round: next.round, fired: 0)
      }
      // The instant has fired in an earlier visit of the state.
      family[machine: index].timers[timer] = TimerSnapshot(
        due: due, isArmed: false, generation: family[machine: index].timerGeneration, fired: 0, round: round)
      return
    }
    if let old {
      if old.due == due { return }
      // A timer that has fired is armed again only by a later instant, which means that the fact has moved.
      if !old.isArmed && due <= max(old.due, family.now) { return }
    }
    // The fact has moved: a firing by the old one that waits to be heard is obsolete.
    dropFirings(of: timer, index)
    arm(timer, of: index, due: due, round: round, fired: old?.fired ?? 0)
  }

  /// Arms a timer for an instant, or skips it if the instant is past and the timer says so.
  private mutating func arm(_ timer: Int, of index: Int, due: Instant, round: Int64, fired: Int64) {
    let isSkipped = family.bundle.machines[index].timers[timer].past == .skip && due < family.now
    family[machine: index].timerGeneration += 1
    family[machine: index].timers[timer] = TimerSnapshot(
      due: due, isArmed: !isSkipped, generation: family[machine: index].timerGeneration, fired: fired, round: round)
    if isSkipped {
      family.record.trace.append(.spent(machine: index, timer: timer))
    } else {
      noteArmed(due: due)
    }
  }

  /// An instant that nothing followed from is not spent: a later visit of the state may have a use for it.
  func takeBack(_ firing: Firing, of timer: Int, _ index: Int) {
    if family.isAlive(index) { family[machine: index].spentTimers[timer] = firing.lastSpent }
  }

  /// Returns the first round of a repeating timer, whose first instant has fired in an earlier visit of its state, that
  /// lies ahead; nil for other timers.
  private func nextRound(
    after first: Instant, _ definition: TimerDefinition, machine index: Int
  ) throws(StepFailure) -> (round: Int64, due: Instant)? {
    let past = TimerSnapshot(due: first, isArmed: false, generation: 0, fired: 0)
    guard let next = try nextRound(of: past, definition, machine: index) else { return nil }
    return (next.number, next.due)
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
    let again = try nextRound(of: armed, definition, machine: index)
    var next = armed
    if !isMissed { next.fired += 1 }
    rearm(timer, of: index, next, again)
    family.record.hasChanged = true
    if isMissed { family.record.trace.append(.missed(machine: index, timer: timer)) }
    let event = family.ownEvent(isMissed ? definition.missed : definition.event, of: index, fired: armed.fired)
    // Noted before the event is heard, because the state may be entered again by it.
    let last = instance.spentTimers[timer]
    family[machine: index].spentTimers[timer] = max(armed.due, last ?? armed.due)
    return Firing(event: event, lastSpent: last, isMissed: isMissed)
  }

  /// Gives up the firing of a timer, as an operator decided. Nothing happens if the timer was armed anew since. One that
  /// repeats goes on with its next round, unless that cannot be computed. A state that waits for nothing else is told of
  /// by an alarm, and is no violation: it waits for the person who left the firing out.
  mutating func drop(machine index: Int, timer: Int, generation: Int64) {
    guard let armed = family.snapshot.instances[index]?.timers[timer], armed.isArmed, armed.generation == generation
    else { return }
    let definition = family.bundle.machines[index].timers[timer]
    do throws(StepFailure) {
      rearm(timer, of: index, armed, try nextRound(of: armed, definition, machine: index))
    } catch {
      rearm(timer, of: index, armed, nil)
      family.record.raiseAlarm(
        "timer '\(definition.name)' ends, since its next round is unknown: \(error.message)", machine: index)
    }
    let isArmed = family[machine: index].timers[timer]?.isArmed ?? false
    family[machine: index].timers[timer]?.isSkipped = !isArmed
  }

  /// Returns the round after the present one of a timer that repeats; nil for other timers, and at the end of time.
  private func nextRound(
    of armed: TimerSnapshot, _ definition: TimerDefinition, machine index: Int
  ) throws(StepFailure) -> RoundSchedule.Round? {
    switch definition.when {
    case .at: return nil
    case .every(_, let interval):
      let value = try family.value(of: interval, definition, machine: index)
      guard case .duration(let step) = value, step > .zero, let due = laterDue(armed.due, step) else {
        throw family.failure(
          "bad-interval",
          "timer '\(definition.name)' repeats by no duration above zero, or by one too short for how late it is",
          machine: index, line: definition.line)
      }
      return (armed.round, due)
    case .rhythm(let rhythm):
      return try RoundSchedule(family: family, rhythm: rhythm, definition: definition, machine: index)
        .next(after: armed.round)
    }
  }

  /// Arms a timer for its next round, or disarms it if there is none.
  private mutating func rearm(_ timer: Int, of index: Int, _ last: TimerSnapshot, _ round: RoundSchedule.Round?) {
    var next = last
    next.isArmed = false
    if let round {
      family[machine: index].timerGeneration += 1
      (next.round, next.due) = (round.number, round.due)
      noteArmed(due: round.due)
      next.isArmed = true
      next.generation = family[machine: index].timerGeneration
    }
    family[machine: index].timers[timer] = next
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
