internal import CEL
internal import CivilTime
internal import Statecharts
internal import YAMLTree

extension MachineDraft {
  /// `timers:` and its short form `after:`.
  func timers(_ node: Node, _ index: Int) {
    for entry in node["timers"]?.entries ?? [] { timer(entry.value, name: entry.key.text ?? "", index) }
    for entry in node["after"]?.entries ?? [] {
      let delay = duration(entry.key) ?? .seconds(1)
      guard let program = compiled("duration('\(delay.seconds)s')", at: entry.key) else { continue }
      let name = "after_\(entry.key.text ?? "")"
      let event = add(name, index, .at(program), past: .fire, late: .always, entry.value)
      machine.states[index].handlers[event] = transitions(entry.value, source: index, event: event, names)
    }
  }

  private func timer(_ node: Node, name: String, _ index: Int) {
    report.checkKeys(node, Keys.timer)
    // What else is wrong with it, and with what it leads to, is said at once: one that cannot be read stands for some timer.
    guard let when = when(node) ?? compiled("duration('1s')", at: node).map({ .every(first: $0, then: $0) }) else {
      return
    }
    let past: TimerDefinition.Past
    switch node["past"]?.text {
    case nil, "fire": past = .fire
    case "skip": past = .skip
    default:
      past = .fire
      report.choice("past", of: ["fire", "skip"], at: node["past"]!)
    }
    let event = add(name, index, when, past: past, late: late(node), node)
    let scope = names
    if let candidates = node["do"] {
      for key in ["guard", "target", "actions"] {
        guard let value = node[key] else { continue }
        report.error(
          "bad-value", at: value, "a timer with 'do' has no '\(key)' of its own", cure: "do: [{\(key): …}]")
      }
      machine.states[index].handlers[event] = transitions(candidates, source: index, event: event, scope)
    } else {
      let keys = ["guard", "target", "actions"]
      let single = node.with(.mapping(node.entries?.filter { keys.contains($0.key.text ?? "") } ?? []))
      machine.states[index].handlers[event] = transitions(single, source: index, event: event, scope)
    }
    if let missed = node["onMissed"] {
      let missedEvent = machine.timers[machine.timers.count - 1].missed
      machine.states[index].handlers[missedEvent] = transitions(missed, source: index, event: missedEvent, scope)
    }
  }

  private func add(
    _ name: String, _ state: Int, _ when: TimerDefinition.When, past: TimerDefinition.Past,
    late: TimerDefinition.Late, _ node: Node
  ) -> Int {
    let path = state == 0 ? name : "\(machine.states[state].path).\(name)"
    let event = machine.event("timer.\(path)")
    machine.timers.append(
      TimerDefinition(
        name: path, state: state, when: when, past: past, late: late, event: event,
        missed: machine.event("timer.\(path).missed"), line: node.line))
    machine.states[state].timers.append(machine.timers.count - 1)
    return event
  }

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
    let interval = compiledDuration(every)
    let first = node["first"].map(compiledDuration) ?? interval
    guard let interval, let first else { return nil }
    return .every(first: first, then: interval)
  }

  /// A timestamp, or a duration from the entry.
  private func instant(_ node: Node) -> Program? {
    guard let program = expressions.program(node, names, expecting: nil) else { return nil }
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

  /// `every` with a `zone`: the calendar's days and months, and a policy for what the clocks skip or show twice.
  private func rhythm(_ node: Node) -> TimerDefinition.When? {
    guard let every = node["every"], let zone = node["zone"], let period = period(every),
      let place = expressions.data(zone, names, expecting: .string)
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
    if case .literal(.string(let name)) = place, zones.rules(for: name) == nil, ZoneRules.fixed(name) == nil,
      name != "UTC"
    {
      report.error("bad-value", at: zone, "there is no time zone '\(name)'", cure: "Europe/Berlin, UTC or +02:00")
    }
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
    var first: TimerDefinition.Rhythm.First = .period(period)
    if let node = node["first"] {
      if node.text?.hasPrefix("P") == true {
        guard let period = self.period(node) else { return nil }
        first = .period(period)
      } else {
        guard let program = instant(node) else { return nil }
        first = .program(program)
      }
    }
    return .rhythm(TimerDefinition.Rhythm(first: first, every: period, zone: place, policy: policy, zones: zones))
  }

  private func period(_ node: Node) -> Period? {
    do {
      return try Period.parse(iso8601: node.text ?? "")
    } catch {
      report.error("bad-duration", at: node, "'\(node.text ?? "")' is not a period", cure: "P1D, P1M, P2W, PT12H")
      return nil
    }
  }

  /// `P1D` or an expression.
  private func compiledDuration(_ node: Node) -> Program? {
    if let text = node.text, text.hasPrefix("P") || text.hasPrefix("-P") {
      guard let delay = duration(node) else { return nil }
      if delay <= .zero {
        report.error("out-of-range", at: node, "a timer repeats by a duration above zero", cure: "every: P1D")
      }
      return compiled("duration('\(delay.seconds)s')", at: node)
    }
    return expressions.program(node, names, expecting: .duration)
  }

  private func compiled(_ source: String, at node: Node) -> Program? {
    do {
      return try names.environment.compile(source)
    } catch {
      report.expression(error, at: node, shift: 0)
      return nil
    }
  }

  private func late(_ node: Node) -> TimerDefinition.Late {
    guard let late = node["late"], let text = late.text else {
      report.error(
        "timer-without-lateness", at: node, "what if the timer fires late, after an outage? It has no default",
        cure: "late: always, late: PT2H, or late: \"until(view.start)\"")
      return .always
    }
    if text == "always" { return .always }
    if text.hasPrefix("until("), text.hasSuffix(")") {
      let source = Node(
        content: .scalar(String(text.dropFirst(6).dropLast()), isPlain: true), file: late.file, line: late.line,
        column: late.column, skipped: 6)
      guard let program = expressions.program(source, names, expecting: nil) else { return .always }
      if program.resultType.givesInstant { return .until(program) }
      report.error(
        "type-mismatch", at: source, "until(…) is a timestamp, this is \(program.resultType)",
        cure: "late: \"until(view.start)\", late: PT2H, or late: always")
      return .always
    }
    return duration(late).map { .atMost($0) } ?? .always
  }
}

extension CELType {
  /// An instant, or a duration from the entry on; null for none.
  fileprivate var givesInstant: Bool {
    switch self {
    case .timestamp, .duration, .nullable(.timestamp), .nullable(.duration), .dyn, .null: true
    default: false
    }
  }
}

extension Duration {
  /// Whole seconds.
  var seconds: Int64 { components.seconds }
}
