internal import CEL
internal import CivilTime
internal import Statecharts
internal import YAMLTree

/// Reads when a timer is due: `at`, `every` with `first`, or a rhythm in the local time of a zone.
struct TimeReader {
  let context: ReadingContext
  private var report: Report { context.report }
  private var names: Names { context.names }

  init(context: ReadingContext) { self.context = context }

  /// The time of a timer. A time that cannot be read, which has a finding, is replaced by an arbitrary one.
  func read(_ node: Node) -> TimerDefinition.When? {
    when(node) ?? compiled(.seconds(1), at: node).map { .every(first: $0, then: $0) }
  }

  /// The key of `after:`, replaced like the time of `read` if it cannot be read.
  func delay(_ key: Node) -> Program? { compiled(context.durations.duration(key) ?? .seconds(1), at: key) }

  private func when(_ node: Node) -> TimerDefinition.When? {
    if node["zone"] != nil, node["at"] == nil { return rhythm(node) }
    for key in ["zone", "gap", "fold"] {
      guard let value = node[key] else { continue }
      report.error(
        "timer-without-rhythm", at: value, "'\(key)' is about timers that repeat on the wall of a zone",
        cure: "every: P1D, zone: …; for one instant: wall(t, 'P1D', zone)")
      return nil
    }
    if let at = node["at"] {
      for key in ["every", "first"] {
        guard let value = node[key] else { continue }
        report.error("timer-with-two-times", at: value, "a timer has 'at', or 'every' with 'first'", cure: "remove one")
        return nil
      }
      return instant(at).map { .at($0) }
    }
    guard let every = node["every"] else {
      report.error(
        "missing-key", at: node, "a timer needs 'at', or 'every' (with 'first')",
        cure: "at: \"entered + period('P1D')\"")
      return nil
    }
    let interval = interval(every)
    let first = node["first"].map(self.interval) ?? interval
    guard let interval, let first else { return nil }
    return .every(first: first, then: interval)
  }

  /// A timestamp, or a duration since the state was entered.
  private func instant(_ node: Node) -> Program? {
    guard let program = context.expressions.program(node, names, expecting: nil) else { return nil }
    if !program.resultType.givesInstant {
      report.error(
        "type-mismatch", at: node, "a timer is due at a timestamp, this is \(program.resultType)",
        cure: "entered + period('P1D'), a timestamp of the facts, or null for none")
      return nil
    }
    if program.slots.contains(Slot.now) {
      report.error(
        "timer-reads-now", at: node, "a timer follows facts; 'now' is none: it would move with every event",
        cure: "use 'entered', or a guard")
    }
    return program
  }

  /// `P1D` or an expression.
  private func interval(_ node: Node) -> Program? {
    guard let text = node.text, text.hasPrefix("P") || text.hasPrefix("-P") else {
      return context.expressions.program(node, names, expecting: .duration)
    }
    guard let interval = context.durations.duration(node) else { return nil }
    if interval <= .zero {
      report.error("out-of-range", at: node, "a timer repeats by a duration above zero", cure: "every: P1D")
    }
    return compiled(interval, at: node)
  }

  private func compiled(_ duration: Duration, at node: Node) -> Program? {
    do {
      return try names.environment.compile("period('\(duration.iso8601)')")
    } catch {
      report.expression(error, at: node, shift: 0)
      return nil
    }
  }

  // MARK: rhythms

  /// `every` with a `zone`: calendar days or months, and a policy for local times that a change of the clocks skips or
  /// repeats.
  private func rhythm(_ node: Node) -> TimerDefinition.When? {
    guard let every = node["every"], let zone = node["zone"], let period = context.durations.period(every),
      let place = context.expressions.data(zone, names, expecting: .string)
    else {
      if node["every"] == nil {
        report.error("missing-key", at: node, "a timer with 'zone' needs 'every'", cure: "every: P1D")
      }
      return nil
    }
    if WallRhythm(base: .epoch, period: period, zone: .utc) == nil {
      report.error("out-of-range", at: every, "a timer repeats by a period above zero", cure: "every: P1D")
      return nil
    }
    let zones = context.zones
    if case .literal(.string(let name)) = place, zones.rules(for: name) == nil, ZoneRules.fixed(name) == nil,
      name != "UTC"
    {
      report.error("bad-value", at: zone, "there is no time zone '\(name)'", cure: "Europe/Berlin, UTC or +02:00")
    }
    guard let policy = policy(node), let first = first(node["first"], or: period) else { return nil }
    return .rhythm(TimerDefinition.Rhythm(first: first, every: period, zone: place, policy: policy, zones: zones))
  }

  private func policy(_ node: Node) -> WallPolicy? {
    var policy = WallPolicy()
    if let gap = node["gap"] {
      guard let choice = gap.text.flatMap(WallPolicy.Gap.init) else {
        report.choice("gap", of: ["later", "earlier", "skip"], at: gap)
        return nil
      }
      policy.gap = choice
    }
    if let fold = node["fold"] {
      guard let choice = fold.text.flatMap(WallPolicy.Fold.init) else {
        report.choice("fold", of: ["first", "second"], at: fold)
        return nil
      }
      policy.fold = choice
    }
    return policy
  }

  private func first(_ node: Node?, or period: Period) -> TimerDefinition.Rhythm.First? {
    guard let node else { return .period(period) }
    if node.text?.hasPrefix("P") == true { return context.durations.period(node).map { .period($0) } }
    return instant(node).map { .program($0) }
  }
}

extension CELType {
  /// An instant, a duration since entry, or null for no timer.
  var givesInstant: Bool {
    switch self {
    case .timestamp, .duration, .nullable(.timestamp), .nullable(.duration), .dyn, .null: true
    default: false
    }
  }
}
