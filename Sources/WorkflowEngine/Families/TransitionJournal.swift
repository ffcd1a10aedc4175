internal import CivilTime
internal import Statecharts

/// Turns the trace of a step into journal records.
struct TransitionJournal {
  let at: Instant
  let family: LoadedFamily

  func records(of trace: [TraceEntry], _ label: StepLabel) -> [JournalRecord] {
    trace.compactMap { record(of: $0, label) }
  }

  private func record(of entry: TraceEntry, _ label: StepLabel) -> JournalRecord? {
    let machines = family.bundle.machines
    func note(_ machine: Int, _ outcome: String, event: String = "", step: String = "", text: String = "")
      -> JournalRecord
    {
      var record = JournalRecord(.note, at: at, reference: family.key)
      record.workflow = machines[machine].name
      record.outcome = outcome
      record.event = event
      record.step = step
      record.text = text
      return record
    }
    func transition(_ machine: Int, _ event: String, from: StateSet = StateSet(), to: StateSet = StateSet())
      -> JournalRecord
    {
      var record = JournalRecord(.transition, at: at, reference: family.key)
      record.workflow = machines[machine].name
      record.event = event
      record.from = family.bundle.atomicStates(of: machine, in: from).joined(separator: " ")
      record.to = family.bundle.atomicStates(of: machine, in: to).joined(separator: " ")
      return record
    }
    switch entry {
    case .microstep(let step):
      if step.left.isEmpty && step.reached.isEmpty { return nil }
      return transition(
        step.machine, step.event.map(JournalRecord.readable) ?? label.name, from: step.left, to: step.reached)
    case .started(let machine, let states): return transition(machine, "started", to: states)
    case .ended(let machine): return transition(machine, "ended")
    case .rejected(let machine, let event, let code): return note(machine, "rejected", event: event, text: code)
    case .deferred(let machine, let event): return note(machine, "deferred", event: event)
    case .missed(let machine, let timer):
      return note(machine, "missed", event: "timer.\(machines[machine].timers[timer].name)")
    case .note(let machine, let text): return note(machine, "", text: text)
    case .halted(let machine, let step): return note(machine, "halted", step: step)
    case .late(let machine, let step): return note(machine, "late", step: step)
    case .emitted, .ignored, .spent, .alarm: return nil
    }
  }
}
