internal import CEL
internal import Execution
internal import Storage

/// Tracks whether executors can work at all. A fault of our own configuration is not the fault of any step: its work
/// waits, one incident for each executor and code says what to change, and the incident closes by itself once the work
/// succeeds.
struct ExecutorHealth {
  static let code = "executor-unhealthy"
  /// The most open incidents that are searched. Beyond them a problem may be reported twice.
  private static let limit = 10_000

  let context: TurnContext

  /// Reports that a step could not be carried out because of a fault of ours.
  func isBroken(_ run: StepRun, of family: LoadedFamily, _ error: StepError) throws(StoreError) {
    guard let executor = context.catalogue.executor(of: run.stepType) else { return }
    guard try !open(executor).contains(where: { $0.code == error.code }) else { return }
    try context.incidents.open(
      Self.code, title: "the executor '\(executor)' cannot work, its steps wait: \(error)", family: family.id,
      reference: family.key, task: run.id,
      detail: ["executor": .string(executor), "code": .string(error.code), "message": .string(error.message)])
    context.unhealthyExecutors?.insert(executor)
  }

  /// Reports that a step was carried out. An incident stays open while the step that it names still waits for the same
  /// reason: only some of the executor's work is affected then, and this step proves nothing about the rest.
  func works(_ run: StepRun) throws(StoreError) {
    guard let executor = context.catalogue.executor(of: run.stepType), try unhealthy().contains(executor) else {
      return
    }
    let own = try reason(run.record)
    var isLeft = false
    for (incident, code) in try open(executor) {
      let others = try isWaiting(incident.task, for: code)
      if incident.task == run.id || code == own || !others {
        try context.incidents.close(incident, .resolved, by: "engine", reason: "\(run.stepType) was carried out")
      } else {
        isLeft = true
      }
    }
    if !isLeft { context.unhealthyExecutors?.remove(executor) }
  }

  private func open(_ executor: String) throws(StoreError) -> [(incident: IncidentRecord, code: String)] {
    var found: [(IncidentRecord, String)] = []
    for incident in try context.store.incidents(status: .open, family: nil, limit: Self.limit)
    where incident.code == Self.code {
      let detail = try context.parse(incident.detail, "incidents.detail of \(incident.id)")
      guard detail["executor"]?.stringValue == executor else { continue }
      found.append((incident, detail["code"]?.stringValue ?? ""))
    }
    return found
  }

  /// The executors with an open incident. Read from the store once, and again after a turn that failed.
  private func unhealthy() throws(StoreError) -> Set<String> {
    if let known = context.unhealthyExecutors { return known }
    var names: Set<String> = []
    for incident in try context.store.incidents(status: .open, family: nil, limit: Self.limit)
    where incident.code == Self.code {
      let detail = try context.parse(incident.detail, "incidents.detail of \(incident.id)")
      if let name = detail["executor"]?.stringValue { names.insert(name) }
    }
    context.unhealthyExecutors = names
    return names
  }

  private func isWaiting(_ task: TaskID?, for code: String) throws(StoreError) -> Bool {
    guard let task, let record = try context.store.task(task), !record.status.isClosed else { return false }
    return try reason(record) == code
  }

  /// The error code for which a step waits.
  private func reason(_ record: TaskRecord) throws(StoreError) -> String? {
    try context.parse(record.result, "tasks.result of \(record.id)")["code"]?.stringValue
  }
}
