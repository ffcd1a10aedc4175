internal import CivilTime

/// The end of circles that no time passes in, over many steps of a family: within one, microsteps and deliveries are counted.
extension FamilyRun {
  /// Remembers that a timer is due as soon as it is armed, or nearly so.
  func noteArmed(due: Instant) {
    if due.duration(since: now) < Rush.shortestWait { isRushed = true }
  }

  /// Counts the step if it causes the next one without waiting.
  func checkRush(_ stimulus: borrowing Stimulus) throws(StepFailure) {
    if case .outcome = copy stimulus, effects.contains(where: { if case .startStep = $0 { true } else { false } }) {
      isRushed = true
    }
    let isOver = family.rush.map { now < $0.since || now.duration(since: $0.since) >= Rush.span } ?? false
    guard isRushed else {
      if isOver { family.rush = nil }
      return
    }
    var rush = isOver ? nil : family.rush
    let steps = (rush?.steps ?? 0) + 1
    guard steps <= bundle.limits.atOnce else {
      throw failure(
        "at-once-limit",
        "more than \(bundle.limits.atOnce) steps in a minute cause each other without waiting; look for timers that are due at once, "
          + "and for a step that is started again by its own outcome",
        machine: 0)
    }
    rush = Rush(since: rush?.since ?? now, steps: steps)
    family.rush = rush
  }
}
