internal import CEL
internal import CivilTime

extension FamilyRun {
  /// Brings every timer of every active state in line with its expression. True if any was armed.
  func refreshTimers() throws(StepFailure) -> Bool {
    let generations = bundle.restsUntilTimers ? allGenerations : 0
    for index in bundle.timed where isAlive(index) {
      let plan = bundle.plans[index]
      for state in configuration(index).intersection(plan.withTimers) {
        for timer in plan.states[state].timers { try refresh(timer, of: index) }
      }
    }
    return bundle.restsUntilTimers && allGenerations != generations
  }

  private var allGenerations: Int64 { family.instances.reduce(0) { $0 + ($1?.timerGeneration ?? 0) } }

  private func refresh(_ timer: Int, of index: Int) throws(StepFailure) {
    let definition = bundle.machines[index].timers[timer]
    let old = family.instances[index]!.timers[timer]
    var round: Int64 = 0
    let due: Instant?
    switch definition.when {
    case .at(let program):
      due = try instant(program, definition, machine: index)
    case .every(let first, _):
      // A repeating timer keeps its own rhythm once it runs.
      if let old {
        due = old.due
      } else {
        due = try instant(first, definition, machine: index)
      }
    case .rhythm(let rhythm):
      if let old {
        due = old.due
      } else {
        let first = try RoundSchedule(run: self, rhythm: rhythm, definition: definition, machine: index).first()
        due = first?.due
        round = first?.number ?? 0
      }
    }
    guard let due else {
      if old != nil { family.instances[index]!.timers[timer] = nil }
      return
    }
    if let old {
      if old.due == due { return }
      // A timer that fired is armed again only by a later instant: the fact moved.
      if !old.isArmed && due <= max(old.due, now) { return }
    }
    let isSkipped = definition.past == .skip && due < now
    family.instances[index]!.timerGeneration += 1
    family.instances[index]!.timers[timer] = TimerSnapshot(
      due: due, isArmed: !isSkipped, generation: family.instances[index]!.timerGeneration, fired: old?.fired ?? 0,
      round: round)
    if isSkipped { trace.append(.spent(machine: index, timer: timer)) } else { noteArmed(due: due) }
  }

  /// An instant, or a duration from the entry of the timer's state on; null: none.
  func instant(_ program: Program, _ definition: TimerDefinition, machine index: Int) throws(StepFailure)
    -> Instant?
  {
    let value = try value(of: program, definition, machine: index)
    switch value {
    case .timestamp(let instant): return instant
    case .duration(let duration):
      return family.instances[index]!.visits[definition.state].last?.adding(duration)
    case .null: return nil
    default:
      throw failure(
        "type-mismatch", "timer '\(definition.name)' is due at neither a timestamp nor a duration", machine: index,
        line: definition.line)
    }
  }

  private func value(
    of program: Program, _ definition: TimerDefinition, machine index: Int
  ) throws(StepFailure) -> Value {
    try withScope(index, state: definition.state) { (scope) throws(StepFailure) in
      try evaluating(machine: index, line: definition.line) { () throws(EvaluationError) in
        try program.evaluate(scope)
      }
    }
  }

  /// A timer is due. Its generation is the guard: one that was moved or cancelled meanwhile does nothing.
  func fire(machine index: Int, timer: Int, generation: Int64) throws(StepFailure) {
    guard let instance = family.instances[index], !instance.isDone, let armed = instance.timers[timer],
      armed.isArmed, armed.generation == generation, armed.due <= now
    else { return }
    let definition = bundle.machines[index].timers[timer]
    let isMissed = try self.isMissed(definition, due: armed.due, machine: index)
    var next = armed
    next.isArmed = false
    if !isMissed { next.fired += 1 }
    let again: (number: Int64, due: Instant)?
    switch definition.when {
    case .at: again = nil
    case .every(_, let interval):
      let value = try value(of: interval, definition, machine: index)
      guard case .duration(let step) = value, step > .zero, let due = laterDue(armed.due, step) else {
        throw failure(
          "bad-interval",
          "timer '\(definition.name)' repeats by no duration above zero, or by one too short for how late it is",
          machine: index,
          line: definition.line)
      }
      again = (armed.round, due)
    case .rhythm(let rhythm):
      again = try RoundSchedule(run: self, rhythm: rhythm, definition: definition, machine: index)
        .next(after: armed.round)
    }
    if let again {
      family.instances[index]!.timerGeneration += 1
      (next.round, next.due) = (again.number, again.due)
      noteArmed(due: again.due)
      next.isArmed = true
      next.generation = family.instances[index]!.timerGeneration
    }
    family.instances[index]!.timers[timer] = next
    hasChanged = true
    verdict = .handled
    if isMissed { trace.append(.missed(machine: index, timer: timer)) }
    let isTaken = try deliverOwn(
      isMissed ? definition.missed : definition.event, .null, fired: armed.fired, machine: index)
    if !isTaken && !isMissed { trace.append(.spent(machine: index, timer: timer)) }
  }

  /// The next due of a repeating timer that lies ahead: missed rounds are not made up for.
  private func laterDue(_ due: Instant, _ step: Duration) -> Instant? {
    guard let next = due.adding(step) else { return nil }
    if next > now { return next }
    // Beyond this the quotient is no longer exact; no rhythm of people comes near.
    let rounds = now.duration(since: due) / step
    return rounds < 1e15 ? due.adding(step * (Int(rounds) + 1)) : nil
  }

  private func isMissed(_ definition: TimerDefinition, due: Instant, machine index: Int) throws(StepFailure) -> Bool {
    switch definition.late {
    case .always:
      return false
    case .atMost(let limit):
      return now.duration(since: due) > limit
    case .until(let program):
      guard let end = try instant(program, definition, machine: index) else { return false }
      return now > end
    }
  }
}
