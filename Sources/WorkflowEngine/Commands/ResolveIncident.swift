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
      if let refusal = try refusalToHide(incident, context) { return refusal }
      if let refusal = try release(incident, decision, context) { return refusal }
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
    let input: StepInput?
    do throws(EngineError) {
      input = try IncidentDetail.input(of: detail, bundle: stopped.bundle)
    } catch {
      return .rejected(
        code: "input_unreadable",
        message: "\(record.key) stays stopped, and the incident open: its input cannot be read: \(error.message)")
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
      try SkipOutcome(context: context, family: family).apply(to: step, label)
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

  /// Refuses to close the only incident of a parked step: nobody would ever see again that it waits for a decision.
  private func refusalToHide(_ incident: IncidentRecord, _ context: TurnContext) throws(StoreError) -> Reply? {
    guard let task = incident.task, try context.store.task(task)?.status == .parked,
      try context.store.openIncidents(about: task).count == 1
    else { return nil }
    return .rejected(
      code: "task_parked",
      message:
        "step \(task) is parked, and only this says so: 'tasks retry \(task)' goes on with it and closes the incident")
  }

  /// True if as many events wait as may, for the event's family or for one that is not there.
  private func isFull(for event: InboxRecord, _ context: TurnContext) throws(StoreError) -> Bool {
    guard let family = event.family else {
      return try Inbox(context: context).isFull(for: event.name, of: event.source)
    }
    return try context.store.pendingCount(of: family) >= context.options.queuedPerFamily
  }

  /// Retries or discards an event that is held by an incident which did not stop a family.
  ///
  /// - Returns: a refusal if no further event may wait; the event stays held then.
  private func release(
    _ incident: IncidentRecord, _ decision: IncidentRecord.Status, _ context: TurnContext
  ) throws(StoreError) -> Reply? {
    guard let inbox = incident.inbox, var record = try context.store.inbox(inbox), record.status == .held else {
      return nil
    }
    guard decision == .retried else {
      try Inbox(context: context).finish(inbox, .discarded)
      return nil
    }
    if try isFull(for: record, context) {
      return .overloaded("too many events wait already: retry it when fewer do, or discard it")
    }
    record.status = record.family == nil ? .unmatched : .pending
    record.nextAt = record.family == nil ? context.stored(context.now) : nil
    context.waitingEvents = nil
    try context.store.updateInbox(record)
    return nil
  }
}
