internal import CivilTime

/// Ends loops over many transitions of a family in which no time passes. Within one transition, microsteps and
/// deliveries are counted.
struct RushLimit {
  let family: FamilyState

  /// Counts the transition if it causes the next one without waiting.
  ///
  /// - Throws: `StepFailure` with the code `at-once-limit` beyond the bundle's limit.
  func count(isRushed: Bool) throws(StepFailure) {
    let now = family.now
    let old = family.snapshot.rush
    let isOver = old.map { now < $0.since || now.duration(since: $0.since) >= Rush.span } ?? false
    guard isRushed else {
      if isOver { family.snapshot.rush = nil }
      return try countPayments()
    }
    let rush = isOver ? nil : old
    let steps = (rush?.steps ?? 0) + 1
    let limit = family.bundle.limits.atOnce
    guard steps <= limit else {
      throw family.failure(
        "at-once-limit",
        "more than \(limit) steps in a minute cause each other without waiting; look for timers that are due at once, "
          + "and for a step that is started again by its own outcome",
        machine: 0)
    }
    family.snapshot.rush = Rush(since: rush?.since ?? now, steps: steps, payments: rush?.payments ?? 0)
    try countPayments()
  }

  /// Counts the transition if it starts a step that moves money while others cause each other without waiting.
  ///
  /// - Throws: `StepFailure` with the code `at-once-limit` beyond the bundle's limit.
  private func countPayments() throws(StepFailure) {
    guard family.snapshot.rush != nil, startsPayment else { return }
    family.snapshot.rush?.payments += 1
    let limit = family.bundle.limits.paymentsAtOnce
    guard (family.snapshot.rush?.payments ?? 0) <= limit else {
      throw family.failure(
        "at-once-limit",
        "money was to be moved more than \(limit) times within a minute, without waiting between; look for a step of "
          + "class money that is started again by its own outcome",
        machine: 0)
    }
  }

  private var startsPayment: Bool {
    family.record.effects.contains { effect in
      guard case .startStep(let start) = effect else { return false }
      return family.bundle.machines[start.name.machine].steps[start.definition].stepClass == "money"
    }
  }
}
