internal import CEL
internal import CivilTime

extension FamilyRun {
  /// Claims follow the facts as timers do: what the active states of the root hold, with the present values.
  func checkClaims() throws(StepFailure) {
    guard !bundle.claims.isEmpty, let root = family.instances[0] else { return }
    var wanted: [Int] = []
    let plan = bundle.plans[0]
    if !root.isDone {
      for state in root.configuration.intersection(plan.withHolds) {
        for claim in plan.states[state].holds where !wanted.contains(claim) { wanted.append(claim) }
      }
    }
    if wanted.isEmpty && family.claims.isEmpty { return }
    wanted.sort()
    var held: [HeldClaim] = []
    for claim in wanted {
      held.append(try withScope(0) { (scope) throws(StepFailure) in try claimNow(claim, scope) })
    }
    // What is kept stays as it was held last.
    for old in family.claims where bundle.claims[old.claim].keep && !wanted.contains(old.claim) { held.append(old) }
    held.sort { $0.claim < $1.claim }
    if held != family.claims { family.claims = held }
  }

  private func claimNow(_ claim: Int, _ scope: Scope) throws(StepFailure) -> HeldClaim {
    let definition = bundle.claims[claim]
    let limit = try definition.limit.map { (expression) throws(StepFailure) in try integer(expression, scope, 0) } ?? 1
    let amount =
      try definition.amount.map { (expression) throws(StepFailure) in try integer(expression, scope, 0) } ?? 1
    guard (1...100).contains(amount) else {
      throw failure("bad-amount", "claim '\(definition.name)' takes \(amount), not 1 to 100", machine: 0)
    }
    let from = try bound(definition.from, of: definition, scope)
    let to = try bound(definition.to, of: definition, scope)
    if let from, let to, from.microsecondsRoundedUp >= to.microsecondsRoundedUp {
      throw failure(
        StepFailure.claimEmpty,
        "claim '\(definition.name)' takes no time: it ends at \(to), not a microsecond after its beginning at \(from)",
        machine: 0)
    }
    return HeldClaim(
      claim: claim, resource: try text(definition.resource, scope, 0), from: from, to: to, limit: limit, amount: amount)
  }

  /// One end of a claim; it is kept in microseconds, in which it has to lie in the years 1 to 9999 as well.
  private func bound(
    _ expression: DataExpression?, of definition: Bundle.Claim, _ scope: Scope
  ) throws(StepFailure) -> Instant? {
    guard let expression else { return nil }
    let bound: Value
    do {
      bound = try expression.evaluate(scope)
    } catch  where error.code == "overflow" {
      throw beyondTime(definition)
    } catch {
      throw failure("expression-error", "\(error.code): \(error.message)", machine: 0)
    }
    guard case .timestamp(let instant) = bound else {
      throw failure("type-mismatch", "a claim's bound is not a timestamp", machine: 0)
    }
    guard Instant(microseconds: instant.microsecondsRoundedUp) != nil else { throw beyondTime(definition) }
    return instant
  }

  private func beyondTime(_ definition: Bundle.Claim) -> StepFailure {
    failure(StepFailure.claimEmpty, "claim '\(definition.name)' leaves the years 1 to 9999", machine: 0)
  }

  /// Invariants hold at the end of the family's transaction.
  func checkInvariants() throws(StepFailure) {
    guard family.instances[0] != nil else { return }
    for invariant in bundle.invariants {
      guard family.instances[invariant.machine] != nil else { continue }
      if invariant.kind == .rests && !isResting(except: nil) { continue }
      let holds = try withScope(invariant.machine) { (scope) throws(StepFailure) in
        try evaluating(machine: invariant.machine, line: 0) { () throws(EvaluationError) in
          try invariant.condition.evaluateBool(scope)
        }
      }
      if holds == (invariant.kind == .never) {
        throw failure("invariant", "'\(invariant.name)' does not hold", machine: invariant.machine)
      }
    }
    for index in bundle.plans.indices where hasUnexcused(index) && isStranded(family.instances[index], machine: index) {
      if isStranded(before.instances[index], machine: index) { continue }
      raiseAlarm(
        "waits in \(activeStates(index).joined(separator: ", ")) for nothing: no timer, no step, no task",
        machine: index)
    }
  }

  /// True if a machine waits in a state that does not rest: only then is it asked what for.
  private func hasUnexcused(_ index: Int) -> Bool {
    !configuration(index).intersection(bundle.plans[index].atomic).isSubset(of: bundle.plans[index].excused)
  }

  /// True if an active state can be left by nothing that the engine knows of: nothing strands in silence.
  private func isStranded(_ instance: InstanceSnapshot?, machine index: Int) -> Bool {
    guard let instance, !instance.isDone else { return false }
    let plan = bundle.plans[index]
    let waiting = instance.configuration.intersection(plan.atomic).subtracting(plan.excused)
    if waiting.isEmpty { return false }
    if instance.steps.contains(where: { plan.machine.steps[$0.definition].owner == nil }) { return false }
    return waiting.contains { state in
      for node in plan.lineage[state] {
        if plan.states[node].timers.contains(where: { instance.timers[$0]?.isArmed ?? false }) { return false }
        if instance.steps.contains(where: { plan.machine.steps[$0.definition].owner == node }) { return false }
        if plan.states[node].machines.contains(where: { isAlive(plan.machine.invocations[$0].machine) }) {
          return false
        }
      }
      return true
    }
  }

  /// The effects in the order in which the engine writes them: what is given up first, then what is taken; timers as the difference of
  /// before and after, so that a timer that was moved twice is written once.
  func finishedEffects() -> [Effect] {
    if effects.isEmpty && bundle.timed.isEmpty && bundle.claims.isEmpty { return effects }
    var result: [Effect] = []
    for old in before.claims where !family.claims.contains(where: { $0.claim == old.claim }) {
      result.append(.release(claim: old.claim))
    }
    for new in family.claims where !before.claims.contains(new) { result.append(.claim(new)) }
    result += effectsWithoutPassing()
    for index in bundle.timed { result += timerEffects(index) }
    return result
  }

  /// Without the steps that were started and given up within this very step of the family.
  private func effectsWithoutPassing() -> [Effect] {
    if effects.isEmpty { return effects }
    var started: Set<StepName> = []
    var stopped: Set<StepName> = []
    for effect in effects {
      if case .startStep(let start) = effect { started.insert(start.name) }
      if case .stopStep(let name) = effect { stopped.insert(name) }
    }
    if started.isEmpty || stopped.isEmpty { return effects }
    let passing = started.intersection(stopped)
    return effects.filter {
      switch $0 {
      case .startStep(let start): !passing.contains(start.name)
      case .stopStep(let name): !passing.contains(name)
      default: true
      }
    }
  }

  private func timerEffects(_ index: Int) -> [Effect] {
    var result: [Effect] = []
    let old = before.instances[index]
    guard let new = family.instances[index] else { return result }
    let isSame = old?.incarnation == new.incarnation
    for timer in new.timers.indices {
      let was = isSame ? old?.timers[timer].flatMap { $0.isArmed ? $0 : nil } : nil
      let now = new.timers[timer].flatMap { $0.isArmed ? $0 : nil }
      if was == now { continue }
      if let now {
        if was?.generation == now.generation { continue }
        result.append(.armTimer(machine: index, timer: timer, due: now.due, generation: now.generation))
      } else {
        result.append(.disarmTimer(machine: index, timer: timer))
      }
    }
    return result
  }
}
