internal import CEL
internal import CivilTime
internal import Statecharts
internal import YAMLTree

/// Reads `timers:` of a state and their short form `after:`.
struct TimerReader {
  let context: ReadingContext
  private var report: Report { context.report }

  init(context: ReadingContext) { self.context = context }

  func read(_ node: Node, of state: Int) {
    for entry in node["timers"]?.entries ?? [] { timer(entry.value, name: entry.key.text ?? "", state) }
    for entry in node["after"]?.entries ?? [] {
      guard let delay = TimeReader(context: context).delay(entry.key) else { continue }
      let timer = definition(
        "after_\(entry.key.text ?? "")", state, .at(delay), past: .fire, late: .always, again: true,
        line: entry.value.line)
      context.parts.add(timer)
      hear(timer.event, entry.value, state)
    }
  }

  private func timer(_ node: Node, name: String, _ state: Int) {
    report.checkKeys(node, Keys.timer)
    // A timer whose time cannot be read gets an arbitrary one, so that its other mistakes are reported at once.
    guard let when = TimeReader(context: context).read(node) else { return }
    var timer = definition(name, state, when, past: past(node["past"]), late: late(node), line: node.line)
    timer.again = node["again"]?.scalarValue == .bool(true) || isRelative(when)
    context.parts.add(timer)
    let keys = ["guard", "step", "target", "actions", "notify"]
    if let candidates = node["do"] {
      for key in keys {
        guard let value = node[key] else { continue }
        report.error(
          "bad-value", at: value, "a timer with 'do' has no '\(key)' of its own", cure: "do: [{\(key): …}]")
      }
      hear(timer.event, candidates, state)
    } else {
      hear(
        timer.event, node.with(.mapping(node.entries?.filter { keys.contains($0.key.text ?? "") } ?? [])), state)
    }
    if let missed = node["onMissed"] { hear(timer.missed, missed, state) }
  }

  /// True if the instants follow from the entry of the state, so that each visit has its own.
  private func isRelative(_ when: TimerDefinition.When) -> Bool {
    let defines = context.parts.machine.defines
    func readsEntry(_ program: Program) -> Bool {
      program.slots.contains { slot in
        let define = slot - Slot.define(0)
        return [Slot.entered, Slot.entries].contains(slot)
          || slot < Slot.define(1000) && defines.indices.contains(define) && readsEntry(defines[define])
      }
    }
    switch when {
    case .at(let program): return program.resultType.withoutNull == .duration || readsEntry(program)
    case .every: return true
    case .rhythm(let rhythm):
      guard case .program(let first) = rhythm.first else { return true }
      return first.resultType.withoutNull == .duration || readsEntry(first)
    }
  }

  private func hear(_ event: Int, _ candidates: Node, _ state: Int) {
    let read = TransitionReader(context: context).read(candidates, source: state, event: event, context.names)
    context.parts.hear(event, read, in: state)
  }

  private func definition(
    _ name: String, _ state: Int, _ when: TimerDefinition.When, past: TimerDefinition.Past,
    late: TimerDefinition.Late, again: Bool = false, line: Int
  ) -> TimerDefinition {
    let path = state == 0 ? name : "\(context.parts[state: state].path).\(name)"
    let event = context.parts.event("timer.\(path)")
    return TimerDefinition(
      name: path, state: state, when: when, past: past, late: late, again: again, event: event,
      missed: context.parts.event("timer.\(path).missed"), line: line)
  }

  private func past(_ node: Node?) -> TimerDefinition.Past {
    switch node?.text {
    case nil, "fire": break
    case "skip": return .skip
    default: report.choice("past", of: ["fire", "skip"], at: node!)
    }
    return .fire
  }

  private func late(_ node: Node) -> TimerDefinition.Late {
    guard let late = node["late"], let text = late.text else {
      report.error(
        "timer-without-lateness", at: node, "what if the timer fires late, after an outage? It has no default",
        cure: "late: always, late: PT2H, or late: \"until(view.start)\"")
      return .always
    }
    if text == "always" { return .always }
    guard text.hasPrefix("until("), text.hasSuffix(")") else {
      return context.durations.duration(late).map { .atMost($0) } ?? .always
    }
    let source = Node(
      content: .scalar(String(text.dropFirst(6).dropLast()), isPlain: true), file: late.file, line: late.line,
      column: late.column, skipped: 6)
    guard let program = context.expressions.program(source, context.names, expecting: nil) else { return .always }
    if program.resultType.givesInstant { return .until(program) }
    report.error(
      "type-mismatch", at: source, "until(…) is a timestamp, this is \(program.resultType)",
      cure: "late: \"until(view.start)\", late: PT2H, or late: always")
    return .always
  }
}
