internal import CEL
internal import Statecharts
internal import Storage

extension Engine {
  /// What the journal tells of a step.
  func journal(_ trace: [TraceEntry], _ family: LoadedFamily, _ label: StepLabel) {
    for entry in trace {
      var record = record(.transition, family.record.key)
      switch entry {
      case .transition(let machine, let event, let from, let to, _):
        if from.isEmpty && to.isEmpty { continue }
        record.workflow = machine
        record.event = event.isEmpty ? label.name : JournalRecord.readable(event)
        record.from = from.joined(separator: " ")
        record.to = to.joined(separator: " ")
      case .started(let machine, let states):
        record.workflow = machine
        record.event = "started"
        record.to = states.joined(separator: " ")
      case .ended(let machine):
        record.workflow = machine
        record.event = "ended"
      case .rejected(let machine, let event, let code):
        record.kind = .note
        record.workflow = machine
        record.event = event
        record.outcome = "rejected"
        record.text = code
      case .deferred(let machine, let event):
        record.kind = .note
        record.workflow = machine
        record.event = event
        record.outcome = "deferred"
      case .missed(let machine, let timer):
        record.kind = .note
        record.workflow = machine
        record.event = "timer.\(timer)"
        record.outcome = "missed"
      case .note(let machine, let text):
        record.kind = .note
        record.workflow = machine
        record.text = text
      case .late(let machine, let step):
        record.kind = .note
        record.workflow = machine
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
