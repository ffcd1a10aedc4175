internal import CEL
internal import Statecharts
internal import Storage

extension Engine {
  /// What the journal tells of a step.
  func journal(_ trace: [TraceEntry], _ family: LoadedFamily, _ label: StepLabel) {
    let machines = family.bundle.machines
    for entry in trace {
      var record = record(.transition, family.record.key)
      switch entry {
      case .microstep(let step):
        if step.left.isEmpty && step.reached.isEmpty { continue }
        record.workflow = machines[step.machine].name
        record.event = step.event.map(JournalRecord.readable) ?? label.name
        record.from = machines[step.machine].atomicStates(in: step.left).joined(separator: " ")
        record.to = machines[step.machine].atomicStates(in: step.reached).joined(separator: " ")
      case .started(let machine, let states):
        record.workflow = machines[machine].name
        record.event = "started"
        record.to = machines[machine].atomicStates(in: states).joined(separator: " ")
      case .ended(let machine):
        record.workflow = machines[machine].name
        record.event = "ended"
      case .rejected(let machine, let event, let code):
        record.kind = .note
        record.workflow = machines[machine].name
        record.event = event
        record.outcome = "rejected"
        record.text = code
      case .deferred(let machine, let event):
        record.kind = .note
        record.workflow = machines[machine].name
        record.event = event
        record.outcome = "deferred"
      case .missed(let machine, let timer):
        record.kind = .note
        record.workflow = machines[machine].name
        record.event = "timer.\(machines[machine].timers[timer].name)"
        record.outcome = "missed"
      case .note(let machine, let text):
        record.kind = .note
        record.workflow = machines[machine].name
        record.text = text
      case .late(let machine, let step):
        record.kind = .note
        record.workflow = machines[machine].name
        record.step = step
        record.outcome = "late"
      case .emitted, .ignored, .spent, .alarm:
        continue
      }
      turn.journal.append(record)
    }
  }

  func record(_ kind: JournalRecord.Kind, _ reference: String) -> JournalRecord {
    JournalRecord(
      kind: kind, at: now, reference: reference, workflow: "", from: "", to: "", event: "", step: "", attempt: 0,
      outcome: "", text: "")
  }

  func journalAttempt(_ task: TaskRecord, _ family: LoadedFamily, number: Int64, outcome: String, text: String = "") {
    var record = record(.attempt, family.record.key)
    record.workflow = parse(task.notes)["machine"]?.stringValue ?? ""
    record.step = task.executor == task.step ? task.step : "\(task.executor) \(task.step)"
    record.attempt = number
    record.outcome = outcome
    record.text = text
    turn.journal.append(record)
  }
}
