internal import CEL
internal import Statecharts
internal import Storage

/// Opens and closes incidents. An incident is something that a person has to look at.
struct IncidentLog {
  /// How many open incidents of a family are searched for an equal alarm.
  private static let inspected = 1_000

  let context: TurnContext

  @discardableResult
  func open(
    _ code: String, title: String, family: FamilyID?, reference: String, inbox: InboxID? = nil, task: TaskID? = nil,
    detail: Value = .map(ValueMap())
  ) throws(StoreError) -> IncidentID {
    let id = try context.store.insertIncident(
      IncidentRecord(
        id: IncidentID(rawValue: 0), family: family, inbox: inbox, task: task, code: code, title: title,
        detail: JSON.encode(detail), status: .open, openedAt: context.stored(context.now), closedAt: nil,
        closedBy: "", reason: ""))
    journal(id, code, title, reference: reference)
    return id
  }

  /// Opens the incident of a family's alarm. While one with the same title is open it counts the repetitions instead, so
  /// that an alarm that recurs until somebody acts stays one entry of the operators' list. The journal has each of them.
  func raise(_ title: String, family: FamilyID, reference: String) throws(StoreError) {
    let open = try context.store.incidents(status: .open, family: family, limit: Self.inspected)
    guard var repeated = open.first(where: { $0.code == AlarmRepetition.code && $0.title == title }) else {
      try self.open(AlarmRepetition.code, title: title, family: family, reference: reference)
      return
    }
    let repetition = AlarmRepetition(of: repeated).followed(at: context.now)
    repeated.detail = repetition.detail
    try context.store.updateIncident(repeated)
    journal(repeated.id, AlarmRepetition.code, "\(title), raised \(repetition.times) times", reference: reference)
  }

  /// Opens an incident unless one of the same code and family is open, so that a sender who repeats itself opens only
  /// one.
  func openOnce(
    _ code: String, title: String, family: FamilyID?, reference: String, detail: Value = .map(ValueMap())
  ) throws(StoreError) {
    guard try context.store.openIncident(code: code, family: family) == nil else { return }
    try open(code, title: title, family: family, reference: reference, detail: detail)
  }

  func close(
    _ incident: IncidentRecord, _ decision: IncidentRecord.Status, by command: OperatorCommand
  ) throws(StoreError) {
    try close(incident, decision, by: command.actor, reason: command.reason)
  }

  func close(
    _ incident: IncidentRecord, _ decision: IncidentRecord.Status, by actor: String, reason: String
  ) throws(StoreError) {
    var closed = incident
    closed.status = decision
    closed.closedAt = context.stored(context.now)
    closed.closedBy = actor
    closed.reason = reason
    try context.store.updateIncident(closed)
  }

  private func journal(_ id: IncidentID, _ code: String, _ title: String, reference: String) {
    var record = JournalRecord(.incident, at: context.now, reference: reference)
    record.outcome = code
    record.text = "\(title) (incident \(id))"
    context.tell(record)
  }

  func closeAll(
    about task: TaskID, _ decision: IncidentRecord.Status, by command: OperatorCommand
  ) throws(StoreError) {
    for incident in try context.store.openIncidents(about: task) { try close(incident, decision, by: command) }
  }
}
