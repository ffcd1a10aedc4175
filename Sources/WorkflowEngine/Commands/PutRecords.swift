internal import EngineMessages
internal import Storage

/// Writes new versions of records, all of them or none.
struct PutRecords {
  let records: [RecordDraft]
  let command: OperatorCommand

  func put(_ context: TurnContext) throws(StoreError) -> Reply {
    try RecordWriter(context: context).change(
      RecordChange(puts: records, actor: command.actor, reason: command.reason))
  }
}

/// Applies a change of records that nobody will repeat under a key.
struct ChangeRecords: Command {
  let change: RecordChange

  func apply(to context: TurnContext) throws(StoreError) -> Reply? {
    try RecordWriter(context: context).change(change)
  }
}

/// Writes versions of records at the time of the turn.
struct RecordWriter {
  let context: TurnContext

  /// Does all of a change or nothing.
  func change(_ change: RecordChange) throws(StoreError) -> Reply {
    try context.store.beginSavepoint()
    do throws(StoreError) {
      try put(change.puts, actor: change.actor, reason: change.reason)
      for name in change.drops {
        try context.store.dropRecord(kind: name.kind, id: name.id, version: name.version)
      }
      try context.store.releaseSavepoint()
    } catch {
      guard error.kind == .conflict || error.kind == .constraint else { throw error }
      try context.store.rollbackSavepoint()
      return .rejected(code: "stale_version", message: error.message)
    }
    return .carriedOut(reference: "", result: "kept")
  }

  func put(_ records: [RecordDraft], actor: String, reason: String) throws(StoreError) {
    for draft in records {
      let record = StoredRecord(
        kind: draft.kind, id: draft.id, version: draft.version, body: draft.body, at: context.stored(context.now))
      try context.store.putRecord(record, actor: actor, reason: reason)
    }
  }
}
