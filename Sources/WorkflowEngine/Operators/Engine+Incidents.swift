internal import CEL
internal import Statecharts
internal import Storage

extension Engine {
  /// Opens an incident: something that a person has to look at.
  @discardableResult
  func open(
    incident code: String, title: String, family: FamilyID?, reference: String, inbox: InboxID? = nil,
    task: TaskID? = nil, detail: Value = .map(ValueMap())
  ) throws(StoreError) -> IncidentID {
    let id = try store.insertIncident(
      IncidentRecord(
        id: IncidentID(rawValue: 0), family: family, inbox: inbox, task: task, code: code, title: title,
        detail: json(detail), status: .open, openedAt: stored(now), closedAt: nil, closedBy: "", reason: ""))
    var record = record(.incident, reference)
    record.outcome = code
    record.text = "\(title) (incident \(id))"
    turn.journal.append(record)
    return id
  }

  /// A step failed: the family as it was is kept, stopped, with an incident that holds the stimulus.
  func fail(
    _ family: LoadedFamily, _ input: StepInput, _ failure: StepFailure, _ label: StepLabel, holding inbox: InboxID?
  ) throws(StoreError) {
    family.record.status = .stopped
    family.record.updatedAt = stored(now)
    try store.updateFamily(family.record)
    family.record.version += 1
    let detail: Value = .map(
      ValueMap([
        ("stimulus", StimulusCoding.encode(input, bundle: family.bundle)), ("kind", .string(label.kind)),
        ("name", .string(label.name)), ("actor", .string(label.actor)), ("machine", .string(failure.machine)),
        ("line", .int(Int64(failure.line))), ("message", .string(failure.message)),
      ]))
    try open(
      incident: failure.code,
      title: "\(label.kind) '\(label.name)' cannot be stepped: \(failure.machine): \(failure.message)",
      family: family.record.id, reference: family.record.key, inbox: inbox, detail: detail)
  }
}
