internal import CEL
internal import CivilTime

/// The rounds of one timer that repeats on the local calendar of a time zone.
struct RoundSchedule {
  typealias Round = (number: Int64, due: Instant)

  let family: FamilyState
  let rhythm: TimerDefinition.Rhythm
  let definition: TimerDefinition
  let machine: Int

  /// Returns the first round that takes place; nil outside the years 1 to 9999.
  func first() throws(StepFailure) -> Round? {
    guard let wall = try wall() else { return nil }
    if let due = wall.round(0) { return (0, due) }
    return wall.next(after: 0, later: wall.base)
  }

  /// Returns the next round that lies ahead. Missed rounds are not made up for.
  func next(after number: Int64) throws(StepFailure) -> Round? {
    try wall()?.next(after: number, later: family.now)
  }

  private func wall() throws(StepFailure) -> WallRhythm? {
    let name = try family.withScope(machine, state: definition.state) { (scope) throws(StepFailure) in
      try family.text(rhythm.zone, scope, definition.line)
    }
    guard let zone = rhythm.zones.rules(for: name) ?? ZoneRules.fixed(name) ?? (name == "UTC" ? .utc : nil) else {
      throw family.failure(
        "unknown-zone", "timer '\(definition.name)': there is no time zone '\(name)'", machine: machine,
        line: definition.line)
    }
    switch rhythm.first {
    case .period(let period):
      return family[machine: machine].visits[definition.state].last.flatMap {
        WallRhythm(entered: $0, first: period, every: rhythm.every, zone: zone, policy: rhythm.policy)
      }
    case .program(let program):
      return try family.instant(program, definition, machine: machine).flatMap {
        WallRhythm(base: $0, period: rhythm.every, zone: zone, policy: rhythm.policy)
      }
    }
  }
}
