import CEL
import Control
import EngineMessages
import Storage
import WorkflowEngine

/// The person to whom a task was given instead of its first assignee. The history of a booking keeps what was asked, so
/// this stands in a record of its own, with who gave it, when and why.
enum Delegation {
  static let kind = "delegation"

  /// The present assignee of a task that was given to somebody else; nil for one that was not.
  static func assignee(of task: TaskRecord, _ reader: any StoreReader) throws(StoreError) -> String? {
    guard task.stepClass == "human",
      let record = try reader.record(kind: kind, id: String(task.id.rawValue))
    else { return nil }
    return StoredJSON.value(record.body)["assignee"]?.stringValue
  }

  static func draft(of task: TaskID, to assignee: String, version: Int64) -> RecordDraft {
    RecordDraft(
      kind: kind, id: String(task.rawValue), version: version, body: JSON.encode(["assignee": .string(assignee)]))
  }
}

/// Gives tasks to somebody else.
struct DelegationActs: Sendable {
  let acts: OperatorActs
  let store: StoreReads

  func run(_ request: DelegateTask, _ caller: Caller) async throws(ControlFailure) -> ActResult {
    let (id, assignee) = (TaskID(rawValue: request.task.number), request.to.string)
    let found = try await store.query {
      reader throws(StoreError) -> (task: TaskRecord, version: Int64, reference: String)? in
      guard let task = try reader.task(id) else { return nil }
      let version = try reader.record(kind: Delegation.kind, id: String(id.rawValue))?.version ?? 0
      return (task, version, try reader.family(task.family)?.key ?? "")
    }
    guard let found else {
      throw StoreReads.notFound("task \(request.task)", hint: "'magnetiqctl tasks list' gives the numbers")
    }
    guard found.task.status == .open else {
      throw ControlFailure(
        status: 409, code: "task_not_open",
        message: "task \(request.task) is \(found.task.status.rawValue), and no person is asked")
    }
    var result = try await acts.command(
      .putRecords([Delegation.draft(of: id, to: assignee, version: found.version + 1)]), caller)
    result.reference = found.reference
    result.text = "task \(request.task) is for \(assignee)"
    return result
  }
}
