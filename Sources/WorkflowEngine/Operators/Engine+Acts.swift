internal import CEL
internal import CivilTime
internal import EngineMessages
internal import Execution
internal import Statecharts
internal import Storage

extension Engine {
  /// What an operator does: once for each key, recorded with who and why.
  func perform(_ act: OperatorCommand) throws(StoreError) -> Reply {
    let keyHash = head(act.key)
    if let seen = try store.seen(source: "operator", keyHash: keyHash) { return duplicate(seen) }
    let reply: Reply
    switch act.action {
    case .taskDone(let id, let data): reply = try finish(task: id, act, data: data)
    case .taskDecline(let id): reply = try decline(task: id, act)
    case .taskRetry(let id): reply = try retry(task: id, act)
    case .incidentRetry(let id): reply = try decide(incident: id, act, .retried)
    case .incidentSkip(let id): reply = try decide(incident: id, act, .skipped)
    case .incidentDiscard(let id): reply = try decide(incident: id, act, .discarded)
    }
    if case .carriedOut = reply {
      let inbox = try store.insertInbox(
        InboxRecord(
          id: InboxID(rawValue: 0), source: "operator", key: act.key, name: "act", role: "operator", family: nil,
          status: .consumed, body: [], receivedAt: stored(now), signedAt: nil, nextAt: nil, tries: 0))
      try store.insertSeen(
        SeenRecord(
          source: "operator", keyHash: keyHash, bodyHash: head(act.key), inbox: inbox, at: stored(now),
          verdict: json(reply.value)))
    }
    return reply
  }

  private func label(_ act: OperatorCommand, _ name: String) -> StepLabel {
    StepLabel(kind: "act", name: name, actor: "\(act.actor): \(act.reason)")
  }

  private func finish(task id: TaskID, _ act: OperatorCommand, data: Value) throws(StoreError) -> Reply {
    guard let record = try store.task(id), let family = try load(record.family) else {
      return .unknownTarget("there is no task \(id)")
    }
    guard record.status == .open || record.status == .parked, let name = stepName(record, family.bundle),
      family.tasks[name] != nil
    else {
      return .rejected(
        code: "task_not_open", message: "task \(id) is \(record.status.rawValue), neither open nor parked")
    }
    guard family.record.status == .running else {
      return .rejected(code: "family_stopped", message: "\(family.record.key) is stopped: decide its incident first")
    }
    if record.status == .parked { return try settle(parked: record, name, family, act, data) }
    let outcome = data["outcome"]?.stringValue ?? "done"
    var details = data.mapValue ?? ValueMap()
    if details["outcome"] != nil {
      var rest = ValueMap()
      for entry in details.entries where entry.key.stringValue != "outcome" {
        rest[entry.key.stringValue ?? ""] = entry.value
      }
      details = rest
    }
    let result: Value = .map(ValueMap([("outcome", .string(outcome)), ("data", .map(details))]))
    return try close(record, name, family, act, .done, .done(result), result)
  }

  /// A parked step that an operator found done at the provider: the data has to be what the provider would have answered.
  private func settle(
    parked record: TaskRecord, _ name: StepName, _ family: LoadedFamily, _ act: OperatorCommand, _ data: Value
  ) throws(StoreError) -> Reply {
    do {
      _ = try CELType.object(catalogue[record.executor]?.returns ?? []).decode(data)
    } catch {
      let fields = (catalogue[record.executor]?.returns ?? []).map { "\($0.name): \($0.type)" }.joined(separator: ", ")
      return .rejected(
        code: "wrong_data", message: "say what the provider answered, {\(fields)}: \(error)")
    }
    for incident in try store.incidents(status: .open, family: family.record.id, limit: 1_000)
    where incident.task == record.id {
      try close(incident, .resolved, act)
    }
    return try close(record, name, family, act, .done, .done(data), data)
  }

  private func decline(task id: TaskID, _ act: OperatorCommand) throws(StoreError) -> Reply {
    guard let record = try store.task(id), let family = try load(record.family) else {
      return .unknownTarget("there is no task \(id)")
    }
    guard record.status == .open || record.status == .parked, let name = stepName(record, family.bundle) else {
      return .rejected(
        code: "task_not_open", message: "task \(id) is \(record.status.rawValue), neither open nor parked")
    }
    guard record.status == .open || record.stepClass != StepClass.money.rawValue else {
      return .rejected(
        code: "money_unknown",
        message: "task \(id) may have moved money; find out at the provider, then use 'tasks retry' or 'tasks done'")
    }
    let error = StepError(code: "declined", message: act.reason)
    return try close(record, name, family, act, .failed, .failed(code: error.code, message: error.message), error.value)
  }

  private func close(
    _ record: TaskRecord, _ name: StepName, _ family: LoadedFamily, _ act: OperatorCommand, _ status: TaskRecord.Status,
    _ result: StepResult, _ data: Value
  ) throws(StoreError) -> Reply {
    var task = record
    task.status = status
    task.nextAt = nil
    task.result = json(data)
    try save(task, name, family)
    _ = try step(family, .outcome(name, result), label(act, task.step))
    return .carriedOut(reference: family.record.key, result: status.rawValue)
  }

  /// A parked or waiting step is tried at once. A money step is reconciled first, never just sent.
  private func retry(task id: TaskID, _ act: OperatorCommand) throws(StoreError) -> Reply {
    guard let record = try store.task(id), let family = try load(record.family),
      let name = stepName(record, family.bundle), var task = family.tasks[name]
    else { return .unknownTarget("there is no open task \(id)") }
    guard [.parked, .ready, .unknown].contains(task.status) else {
      return .rejected(
        code: "task_not_waiting", message: "task \(id) is \(task.status.rawValue): there is nothing to try again")
    }
    let mayHaveActed = task.stepClass == StepClass.money.rawValue && task.attempts > 0
    task.status = mayHaveActed && task.status != .ready ? .unknown : .ready
    task.nextAt = stored(now)
    let stepClass = StepClass(rawValue: task.stepClass) ?? .idempotent
    task.deadline = now.adding(RetryPolicy.defaultBudget(of: stepClass)).map(stored)
    try save(task, name, family)
    for incident in try store.incidents(status: .open, family: family.record.id, limit: 1_000) where incident.task == id
    {
      try close(incident, .retried, act)
    }
    return .carriedOut(reference: family.record.key, result: task.status.rawValue)
  }

  // MARK: Incidents

  private func decide(incident id: IncidentID, _ act: OperatorCommand, _ decision: IncidentRecord.Status)
    throws(StoreError)
    -> Reply
  {
    guard let incident = try store.incident(id) else { return .unknownTarget("there is no incident \(id)") }
    guard incident.status == .open else {
      return .rejected(code: "incident_closed", message: "incident \(id) is \(incident.status.rawValue) already")
    }
    guard let familyID = incident.family, let record = try store.family(familyID), record.status == .stopped,
      parse(incident.detail)["stimulus"] != nil
    else {
      if decision == .retried, incident.task != nil {
        return .rejected(code: "use_task_retry", message: "use 'tasks retry \(incident.task!)'")
      }
      try release(incident, decision)
      try close(incident, decision, act)
      return .carriedOut(reference: "", result: decision.rawValue)
    }
    if decision == .discarded {
      return .rejected(
        code: "family_waits", message: "\(record.key) waits for a decision about it: retry (after a repair) or skip")
    }
    try close(incident, decision, act)
    families[familyID] = nil
    var running = record
    running.status = .running
    running.updatedAt = stored(now)
    try store.updateFamily(running)
    guard let family = try load(familyID) else { return .rejected(code: "family_unreadable", message: record.key) }
    try go(on: family, incident, act, decision)
    let others = try store.incidents(status: .open, family: familyID, limit: 1_000)
    if family.record.status == .running {
      // An outcome may have failed too while it was stopped: it waits until that is decided as well. And one that settled then may have
      // ended its last machine.
      let isWaiting = others.contains { parse($0.detail)["stimulus"] != nil }
      let status: FamilyRecord.Status = isWaiting ? .stopped : family.snapshot.hasEnded ? .ended : .running
      if status != .running {
        family.record.status = status
        try store.updateFamily(family.record)
        family.record.version += 1
      }
    }
    return .carriedOut(reference: record.key, result: decision.rawValue)
  }

  /// The family runs again: with what the incident held, or without it.
  private func go(
    on family: LoadedFamily, _ incident: IncidentRecord, _ act: OperatorCommand, _ decision: IncidentRecord.Status
  ) throws(StoreError) {
    let detail = parse(incident.detail)
    let input: StepInput
    do {
      input = try StimulusCoding.decode(detail["stimulus"] ?? .null, bundle: family.bundle)
    } catch {
      try open(incident: error.code, title: error.message, family: family.record.id, reference: family.record.key)
      return
    }
    let name = detail["name"]?.stringValue ?? ""
    switch (input.stimulus, decision) {
    case (.event, .skipped):
      try consume(incident.inbox, .discarded)
    case (.timer(let machine, let timer, let generation), .skipped):
      _ = try step(family, .dropTimer(machine: machine, timer: timer, generation: generation), label(act, name))
    case (.outcome(let step, _), .skipped):
      _ = try self.step(family, .outcome(step, .stopped), label(act, name))
    case (.event, _):
      try consume(incident.inbox, .consumed)
      _ = try step(family, input.stimulus, label(act, name), holding: incident.inbox)
    case (.outcome, _):
      _ = try step(family, input.stimulus, label(act, name))
    default:
      // A timer is still armed and due: it fires in this turn.
      break
    }
    try settleLeftovers()
  }

  private func consume(_ inbox: InboxID?, _ status: InboxRecord.Status) throws(StoreError) {
    guard let inbox, var record = try store.inbox(inbox) else { return }
    record.status = status
    record.body = []
    try store.updateInbox(record)
  }

  /// An event that an incident without a stopped family holds: tried again, or given up.
  private func release(_ incident: IncidentRecord, _ decision: IncidentRecord.Status) throws(StoreError) {
    guard let inbox = incident.inbox, var record = try store.inbox(inbox), record.status == .held else { return }
    if decision == .retried {
      record.status = record.family == nil ? .unmatched : .pending
      unmatched = nil
      record.receivedAt = stored(now)
      record.nextAt = record.family == nil ? stored(now) : nil
    } else {
      record.status = .discarded
      record.body = []
    }
    try store.updateInbox(record)
  }

  private func close(_ incident: IncidentRecord, _ decision: IncidentRecord.Status, _ act: OperatorCommand)
    throws(StoreError)
  {
    var closed = incident
    closed.status = decision
    closed.closedAt = stored(now)
    closed.closedBy = act.actor
    closed.reason = act.reason
    try store.updateIncident(closed)
  }
}
