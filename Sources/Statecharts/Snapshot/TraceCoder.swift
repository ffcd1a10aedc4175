internal import CEL

/// Writes a trace as the history's JSON, with sorted keys.
struct TraceCoder {
  let bundle: Bundle

  /// Writes one entry for each transition and for each other thing that happened.
  func write(_ trace: [TraceEntry], to json: inout JSONStream) {
    json.list { json in
      for entry in trace {
        if case .microstep(let step) = entry {
          for transition in step.transitions { write(step, transition, to: &json) }
        } else {
          write(entry, to: &json)
        }
      }
    }
  }

  /// An entry without a kind is a transition: most are. Most leave no state, and some have no event.
  private func write(_ step: Microstep, _ transition: Int, to json: inout JSONStream) {
    let plan = bundle.plans[step.machine]
    json.object { json in
      if let event = step.event, !event.isEmpty {
        json.key("event")
        json.value(event)
      }
      if !step.left.isEmpty { write(step.left, as: "from", of: step.machine, to: &json) }
      json.key("line")
      json.value(Int64(plan.transitions[transition].line))
      json.key("machine")
      json.value(plan.name)
      if !step.reached.isEmpty { write(step.reached, as: "to", of: step.machine, to: &json) }
    }
  }

  private func write(_ entry: TraceEntry, to json: inout JSONStream) {
    switch entry {
    case .microstep: break
    case .started(let machine, let states): write("started", machine, to: &json, reached: states)
    case .ended(let machine): write("ended", machine, to: &json)
    case .emitted(let machine, let event): write("emitted", machine, to: &json, before: ("event", event))
    case .deferred(let machine, let event): write("deferred", machine, to: &json, before: ("event", event))
    case .ignored(let machine, let event): write("ignored", machine, to: &json, before: ("event", event))
    case .rejected(let machine, let event, let code):
      write("rejected", machine, to: &json, before: ("code", code), ("event", event))
    case .missed(let machine, let timer): write("missed", machine, to: &json, after: ("timer", name(timer, machine)))
    case .spent(let machine, let timer): write("spent", machine, to: &json, after: ("timer", name(timer, machine)))
    case .late(let machine, let step): write("late", machine, to: &json, after: ("step", step))
    case .halted(let machine, let step): write("halted", machine, to: &json, after: ("step", step))
    case .note(let machine, let text): write("note", machine, to: &json, after: ("text", text))
    case .alarm(let machine, let text): write("alarm", machine, to: &json, after: ("text", text))
    }
  }

  /// - Parameters:
  ///   - before: the keys that sort before `kind`.
  ///   - after: the key that sorts after `machine`.
  private func write(
    _ kind: String, _ machine: Int, to json: inout JSONStream, before: (String, String)...,
    after: (String, String)? = nil, reached: StateSet? = nil
  ) {
    json.object { json in
      for (key, text) in before {
        json.key(key)
        json.value(text)
      }
      json.key("kind")
      json.value(kind)
      json.key("machine")
      json.value(bundle.plans[machine].name)
      if let after {
        json.key(after.0)
        json.value(after.1)
      }
      if let reached { write(reached, as: "to", of: machine, to: &json) }
    }
  }

  private func name(_ timer: Int, _ machine: Int) -> String { bundle.plans[machine].machine.timers[timer].name }

  private func write(_ states: StateSet, as key: String, of machine: Int, to json: inout JSONStream) {
    json.key(key)
    json.list { json in
      for path in bundle.atomicStates(of: machine, in: states) { json.value(path) }
    }
  }
}
