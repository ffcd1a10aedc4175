internal import CEL

/// Encodes a trace as the history's JSON.
struct TraceCoder {
  let bundle: Bundle

  /// Encodes one entry for each transition and for each other thing that happened.
  func encode(_ trace: [TraceEntry]) -> Value {
    var entries: [Value] = []
    for entry in trace {
      if case .microstep(let step) = entry {
        for transition in step.transitions { entries.append(encode(step, transition)) }
      } else {
        entries.append(encode(entry))
      }
    }
    return .list(entries)
  }

  private func encode(_ step: Microstep, _ transition: Int) -> Value {
    // An entry without a kind is a transition: most are.
    var pairs: [(String, Value)] = [
      ("machine", .string(bundle.machines[step.machine].name)),
      ("line", .int(Int64(bundle.machines[step.machine].transitions[transition].line))),
    ]
    // Most transitions leave no state, and some have no event.
    if let event = step.event, !event.isEmpty { pairs.append(("event", .string(event))) }
    if !step.left.isEmpty { pairs.append(("from", paths(step.left, of: step.machine))) }
    if !step.reached.isEmpty { pairs.append(("to", paths(step.reached, of: step.machine))) }
    return .map(ValueMap(distinct: pairs))
  }

  private func encode(_ entry: TraceEntry) -> Value {
    switch entry {
    case .microstep(let step):
      return .list(step.transitions.map { encode(step, $0) })
    case .started(let machine, let states):
      return Self.entry("started", bundle.machines[machine].name, ("to", paths(states, of: machine)))
    case .ended(let machine):
      return Self.entry("ended", bundle.machines[machine].name)
    case .emitted(let machine, let event):
      return Self.entry("emitted", bundle.machines[machine].name, ("event", .string(event)))
    case .deferred(let machine, let event):
      return Self.entry("deferred", bundle.machines[machine].name, ("event", .string(event)))
    case .ignored(let machine, let event):
      return Self.entry("ignored", bundle.machines[machine].name, ("event", .string(event)))
    case .rejected(let machine, let event, let code):
      return Self.entry("rejected", bundle.machines[machine].name, ("event", .string(event)), ("code", .string(code)))
    case .missed(let machine, let timer):
      return Self.entry(
        "missed", bundle.machines[machine].name, ("timer", .string(bundle.machines[machine].timers[timer].name)))
    case .spent(let machine, let timer):
      return Self.entry(
        "spent", bundle.machines[machine].name, ("timer", .string(bundle.machines[machine].timers[timer].name)))
    case .late(let machine, let step):
      return Self.entry("late", bundle.machines[machine].name, ("step", .string(step)))
    case .halted(let machine, let step):
      return Self.entry("halted", bundle.machines[machine].name, ("step", .string(step)))
    case .note(let machine, let text):
      return Self.entry("note", bundle.machines[machine].name, ("text", .string(text)))
    case .alarm(let machine, let text):
      return Self.entry("alarm", bundle.machines[machine].name, ("text", .string(text)))
    }
  }

  private func paths(_ states: StateSet, of machine: Int) -> Value {
    .list(bundle.machines[machine].atomicStates(in: states).map { .string($0) })
  }

  private static func entry(_ kind: String, _ machine: String, _ pairs: (String, Value)...) -> Value {
    .map(ValueMap(distinct: [("kind", .string(kind)), ("machine", .string(machine))] + pairs))
  }
}
