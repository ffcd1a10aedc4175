internal import CEL
public import Storage

/// The person to whom a human task was given instead of its first assignee, by an operator, by the assignee or because
/// its time was over. The history of a family keeps what was asked, so this stands in a record of its own, with who
/// gave it, when and why.
public enum TaskAssignment {
  static let kind = "delegation"

  /// The present assignee of a task that was given to somebody else; nil for one that was not.
  public static func delegate(of task: TaskRecord, _ reader: any StoreReader) throws(StoreError) -> String? {
    guard task.stepClass == "human", let record = try reader.record(kind: kind, id: String(task.id.rawValue)) else {
      return nil
    }
    return (try? JSON.parse(record.body))?["assignee"]?.stringValue
  }

  /// Gives a task to somebody else at the time of the turn.
  static func give(
    _ task: TaskID, to assignee: String, actor: String, reason: String, _ context: TurnContext
  ) throws(StoreError) {
    let id = String(task.rawValue)
    let version = try context.store.record(kind: kind, id: id)?.version ?? 0
    try context.store.putRecord(
      StoredRecord(
        kind: kind, id: id, version: version + 1, body: JSON.encode(["assignee": .string(assignee)]),
        at: context.stored(context.now)),
      actor: actor, reason: reason)
  }
}
