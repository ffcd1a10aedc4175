internal import EngineMessages
internal import Storage

/// Applies an operator's command once for each key, and records who gave it and why. A key that was used for another
/// command is a conflict.
struct ApplyOperatorCommand: Command {
  let command: OperatorCommand

  func apply(to context: TurnContext) throws(StoreError) -> Reply? {
    let seen = Deduplication(context, source: "operator", key: command.key, content: command.content)
    if let reply = try seen.repeated() { return reply }
    let reply: Reply
    switch command.action {
    case .taskDone(let id, let data): reply = try SettleTask(task: id, command: command).done(data, context)
    case .taskDecline(let id): reply = try SettleTask(task: id, command: command).decline(context)
    case .taskDelegate(let id, let to):
      reply = try DelegateTask(task: id, assignee: to, command: command).give(context)
    case .taskRetry(let id): reply = try SettleTask(task: id, command: command).retry(context)
    case .incidentRetry(let id): reply = try ResolveIncident(id: id, command: command).resolve(.retried, context)
    case .incidentSkip(let id): reply = try ResolveIncident(id: id, command: command).resolve(.skipped, context)
    case .incidentDiscard(let id): reply = try ResolveIncident(id: id, command: command).resolve(.discarded, context)
    case .putRecords(let records): reply = try PutRecords(records: records, command: command).put(context)
    }
    if case .carriedOut = reply {
      let inbox = try context.store.insertInbox(
        InboxRecord(
          id: InboxID(rawValue: 0), source: "operator", key: command.key, name: "command", role: "operator",
          family: nil, status: .consumed, body: [], receivedAt: context.stored(context.now), signedAt: nil,
          nextAt: nil, cursor: nil, tries: 0))
      try seen.remember(inbox, reply)
    }
    return reply
  }
}
