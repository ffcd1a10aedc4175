internal import EngineMessages
internal import Storage

/// Writes new versions of records, all of them or none.
struct PutRecords {
  let records: [RecordDraft]
  let command: OperatorCommand

  func put(_ context: TurnContext) throws(StoreError) -> Reply {
    try context.store.beginSavepoint()
    do throws(StoreError) {
      try RecordWriter(context: context).put(records, actor: command.actor, reason: command.reason)
      try context.store.releaseSavepoint()
    } catch {
      guard error.kind == .conflict || error.kind == .constraint else { throw error }
      try context.store.rollbackSavepoint()
      return .rejected(code: "stale_version", message: error.message)
    }
    return .carriedOut(reference: "", result: "kept")
  }
}

/// Writes versions of records at the time of the turn.
struct RecordWriter {
  let context: TurnContext

  func put(_ records: [RecordDraft], actor: String, reason: String) throws(StoreError) {
    for draft in records {
      let record = StoredRecord(
        kind: draft.kind, id: draft.id, version: draft.version, body: draft.body, at: context.stored(context.now))
      try context.store.putRecord(record, actor: actor, reason: reason)
    }
  }
}
