internal import CEL
internal import CivilTime

/// Timers that repeat on the wall of a zone.
extension FamilyRun {
  /// The first round that takes place; nil outside years 1 to 9999.
  func firstRound(
    _ rhythm: TimerDefinition.Rhythm, _ definition: TimerDefinition, machine index: Int
  ) throws(StepFailure) -> (number: Int64, due: Instant)? {
    guard let wall = try self.wall(rhythm, definition, machine: index) else { return nil }
    if let due = wall.round(0) { return (0, due) }
    return wall.next(after: 0, later: wall.base)
  }

  /// The next round that lies ahead: missed ones are not made up for.
  func nextRound(
    _ rhythm: TimerDefinition.Rhythm, after number: Int64, _ definition: TimerDefinition, machine index: Int
  ) throws(StepFailure) -> (number: Int64, due: Instant)? {
    try wall(rhythm, definition, machine: index)?.next(after: number, later: now)
  }

  private func wall(
    _ rhythm: TimerDefinition.Rhythm, _ definition: TimerDefinition, machine index: Int
  ) throws(StepFailure) -> WallRhythm? {
    let name = try withScope(index, state: definition.state) { (scope) throws(StepFailure) in
      try text(rhythm.zone, scope, definition.line)
    }
    guard let zone = rhythm.zones.rules(for: name) ?? ZoneRules.fixed(name) ?? (name == "UTC" ? .utc : nil) else {
      throw failure(
        "unknown-zone", "timer '\(definition.name)': there is no time zone '\(name)'", machine: index,
        line: definition.line)
    }
    switch rhythm.first {
    case .period(let period):
      return family.instances[index]!.visits[definition.state].last.flatMap {
        WallRhythm(entered: $0, first: period, every: rhythm.every, zone: zone, policy: rhythm.policy)
      }
    case .program(let program):
      return try instant(program, definition, machine: index).flatMap {
        WallRhythm(base: $0, period: rhythm.every, zone: zone, policy: rhythm.policy)
      }
    }
  }
}
