internal import CEL
internal import CivilTime
internal import Statecharts

extension MachineDraft {
  /// `timers:` and its short form `after:`.
  func timers(_ node: Node, _ index: Int) {
    for entry in node["timers"]?.entries ?? [] { timer(entry.value, name: entry.key.text ?? "", index) }
    for entry in node["after"]?.entries ?? [] {
      guard let delay = duration(entry.key), let program = compiled("duration('\(delay.seconds)s')", at: entry.key)
      else { continue }
      let name = "after_\(entry.key.text ?? "")"
      let event = add(name, index, .at(program), past: .fire, late: .always, entry.value)
      machine.states[index].handlers[event] = transitions(entry.value, source: index, event: event, names)
    }
  }

  private func timer(_ node: Node, name: String, _ index: Int) {
    report.checkKeys(node, Keys.timer)
    guard let when = when(node) else {
      // What else is wrong with it is said at once.
      _ = late(node)
      for key in ["do", "onMissed"] {
        if let more = node[key] { _ = transitions(more, source: index, event: nil, names) }
      }
      _ = actions(node["actions"], names)
      return
    }
    let past: TimerDefinition.Past
    switch node["past"]?.text {
    case nil, "fire": past = .fire
    case "skip": past = .skip
    default:
      past = .fire
      report.error("bad-value", at: node["past"]!, "past is fire or skip")
    }
    let event = add(name, index, when, past: past, late: late(node), node)
    let scope = names
    if let candidates = node["do"] {
      machine.states[index].handlers[event] = transitions(candidates, source: index, event: event, scope)
    } else {
      let keys = ["guard", "target", "actions"]
      let single = Node(
        content: .mapping(node.entries?.filter { keys.contains($0.key.text ?? "") } ?? []), file: node.file,
        line: node.line, column: node.column)
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
    if let at = node["at"] {
      guard let program = expressions.program(at, names, expecting: nil) else { return nil }
      switch program.resultType {
      case .timestamp, .duration, .nullable(.timestamp), .nullable(.duration), .dyn, .null: break
      default:
        report.error("type-mismatch", at: at, "a timer is due at a timestamp, this is \(program.resultType)")
        return nil
      }
      if program.slots.contains(Slot.now) {
        report.error(
          "timer-reads-now", at: at, "a timer follows facts; 'now' is none: it would move with every event",
          cure: "use 'entered', or a guard")
      }
      return .at(program)
    }
    guard let every = node["every"], let interval = compiledDuration(every) else {
      report.error("missing-key", at: node, "a timer needs 'at', or 'every' (with 'first')")
      return nil
    }
    return .every(first: node["first"].flatMap(compiledDuration) ?? interval, then: interval)
  }

  /// `P1D` or an expression.
  private func compiledDuration(_ node: Node) -> Program? {
    if let text = node.text, text.hasPrefix("P"), let delay = duration(node) {
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
      return expressions.program(source, names, expecting: nil).map { .until($0) } ?? .always
    }
    return duration(late).map { .atMost($0) } ?? .always
  }
}

extension Duration {
  /// Whole seconds.
  var seconds: Int64 { components.seconds }
}
