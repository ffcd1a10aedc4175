internal import CEL
internal import EngineMessages
internal import Statecharts
internal import Storage

/// Applies an operator's decision about an incident.
struct ResolveIncident {
  let id: IncidentID
  let command: OperatorCommand

  func resolve(_ decision: IncidentRecord.Status, _ context: TurnContext) throws(StoreError) -> Reply {
    guard let incident = try context.store.incident(id) else { return .unknownTarget("there is no incident \(id)") }
    guard incident.status == .open else {
      return .rejected(code: "incident_closed", message: "incident \(id) is \(incident.status.rawValue) already")
    }
    let detail = try context.parse(incident.detail, "incidents.detail of \(id)")
    guard let family = incident.family, let record = try context.store.family(family), record.status == .stopped,
      IncidentDetail.isBlocking(detail)
    else {
      if decision == .retried, let task = incident.task {
        return .rejected(code: "use_task_retry", message: "use 'tasks retry \(task)'")
      }
      try release(incident, decision, context)
      try context.incidents.close(incident, decision, by: command)
      return .carriedOut(reference: "", result: decision.rawValue)
    }
    if decision == .discarded {
      return .rejected(
        code: "family_waits", message: "\(record.key) waits for a decision about it: retry (after a repair) or skip")
    }
    return try goOn(incident, detail, record, decision, context)
  }

  /// Resumes the family, with the input that the incident held or without it.
  private func goOn(
    _ incident: IncidentRecord, _ detail: Value, _ record: FamilyRecord, _ decision: IncidentRecord.Status,
    _ context: TurnContext
  ) throws(StoreError) -> Reply {
    guard let stopped = try context.families.load(record.id).family else {
      return .rejected(
        code: "family_unloadable",
        message: "\(record.key) still cannot be loaded; repair what incident \(id) names, then retry it")
    }
    var input: StepInput?
    if let held = detail["stimulus"] {
      do throws(EngineError) {
        input = try StepInputCoding.decode(held, bundle: stopped.bundle)
      } catch {
        return .rejected(
          code: "input_unreadable",
          message: "\(record.key) stays stopped, and the incident open: its input cannot be read: \(error.message)")
      }
    }
    try context.incidents.close(incident, decision, by: command)
    stopped.record.status = .running
    stopped.record.updatedAt = context.stored(context.now)
    try context.store.updateFamily(stopped.record)
    stopped.record.version += 1
    let resumption = ResumeFamily(context: context, family: record.id)
    if let input { try apply(input, detail, incident, stopped, decision, context) }
    try resumption.settleAttempts()
    try resumption.freeLanes()
    try resumption.settleStatus()
    return .carriedOut(reference: record.key, result: decision.rawValue)
  }

  private func apply(
    _ input: StepInput, _ detail: Value, _ incident: IncidentRecord, _ family: LoadedFamily,
    _ decision: IncidentRecord.Status, _ context: TurnContext
  ) throws(StoreError) {
    let label = StepLabel(
      kind: .act, name: detail["name"]?.stringValue ?? "", actor: "\(command.actor): \(command.reason)")
    let stepper = FamilyStepper(context: context)
    switch (input.input, decision) {
    case (.event, .skipped):
      try Inbox(context: context).finish(incident.inbox, .discarded)
    case (.timer(let machine, let timer, let generation), .skipped):
      try stepper.stepOrStop(family, .dropTimer(machine: machine, timer: timer, generation: generation), label)
    case (.outcome(let step, _), .skipped):
      try stepper.stepOrStop(family, .outcome(step, .stopped), label)
    case (.event(let event), _):
      try Inbox(context: context).finish(incident.inbox, .consumed)
      if case .failure(let fault) = try stepper.step(family, input.input, label) {
        if let inbox = incident.inbox { try Inbox(context: context).hold(inbox, .admitted(event)) }
        try stepper.stop(family.id, fault, label, holding: incident.inbox)
      }
    case (.outcome, _):
      try stepper.stepOrStop(family, input.input, label)
    default:
      // A timer is still armed and due, so it fires in this turn.
      break
    }
  }

  /// Retries or discards an event that is held by an incident which did not stop a family.
  private func release(
    _ incident: IncidentRecord, _ decision: IncidentRecord.Status, _ context: TurnContext
  ) throws(StoreError) {
    guard let inbox = incident.inbox, var record = try context.store.inbox(inbox), record.status == .held else {
      return
    }
    guard decision == .retried else { return try Inbox(context: context).finish(inbox, .discarded) }
    record.status = record.family == nil ? .unmatched : .pending
    record.nextAt = record.family == nil ? context.stored(context.now) : nil
    context.waitingEvents = nil
    try context.store.updateInbox(record)
  }
}
