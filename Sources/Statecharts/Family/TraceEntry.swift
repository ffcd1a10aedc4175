public import CEL

/// What happened in a step, in order, for the history and for the systemd journal. Machines, states and timers by index: names are
/// looked up when it is written.
public enum TraceEntry: Sendable, Hashable {
  case microstep(Microstep)
  case started(machine: Int, states: StateSet)
  case ended(machine: Int)
  case emitted(machine: Int, event: String)
  case `deferred`(machine: Int, event: String)
  case ignored(machine: Int, event: String)
  case rejected(machine: Int, event: String, code: String)
  case missed(machine: Int, timer: Int)
  case spent(machine: Int, timer: Int)
  case late(machine: Int, step: String)
  case note(machine: Int, text: String)
  case alarm(machine: Int, text: String)
}

extension Bundle {
  /// The trace as it stands in the history's JSON: one entry for each transition and for each thing else that happened.
  public func encode(_ trace: [TraceEntry]) -> Value {
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
    Self.entry(
      "transition", machines[step.machine].name,
      ("event", .string(step.event ?? "")), ("from", paths(step.left, of: step.machine)),
      ("to", paths(step.reached, of: step.machine)),
      ("line", .int(Int64(machines[step.machine].transitions[transition].line))))
  }

  private func encode(_ entry: TraceEntry) -> Value {
    switch entry {
    case .microstep(let step):
      return .list(step.transitions.map { encode(step, $0) })
    case .started(let machine, let states):
      return Self.entry("started", machines[machine].name, ("to", paths(states, of: machine)))
    case .ended(let machine):
      return Self.entry("ended", machines[machine].name)
    case .emitted(let machine, let event):
      return Self.entry("emitted", machines[machine].name, ("event", .string(event)))
    case .deferred(let machine, let event):
      return Self.entry("deferred", machines[machine].name, ("event", .string(event)))
    case .ignored(let machine, let event):
      return Self.entry("ignored", machines[machine].name, ("event", .string(event)))
    case .rejected(let machine, let event, let code):
      return Self.entry("rejected", machines[machine].name, ("event", .string(event)), ("code", .string(code)))
    case .missed(let machine, let timer):
      return Self.entry("missed", machines[machine].name, ("timer", .string(machines[machine].timers[timer].name)))
    case .spent(let machine, let timer):
      return Self.entry("spent", machines[machine].name, ("timer", .string(machines[machine].timers[timer].name)))
    case .late(let machine, let step):
      return Self.entry("late", machines[machine].name, ("step", .string(step)))
    case .note(let machine, let text):
      return Self.entry("note", machines[machine].name, ("text", .string(text)))
    case .alarm(let machine, let text):
      return Self.entry("alarm", machines[machine].name, ("text", .string(text)))
    }
  }

  private func paths(_ states: StateSet, of machine: Int) -> Value {
    .list(machines[machine].atomicStates(in: states).map { .string($0) })
  }

  private static func entry(_ kind: String, _ machine: String, _ pairs: (String, Value)...) -> Value {
    .map(ValueMap([("kind", .string(kind)), ("machine", .string(machine))] + pairs))
  }
}
