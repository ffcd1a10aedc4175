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
      return
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
    family.snapshot.rush = Rush(since: rush?.since ?? now, steps: steps)
  }
}
