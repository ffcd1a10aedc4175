internal import EngineMessages
internal import Storage

/// Gives an open human task to somebody else, and tells the family.
struct DelegateTask {
  let task: TaskID
  let assignee: String
  let command: OperatorCommand

  func give(_ context: TurnContext) throws(StoreError) -> Reply {
    guard let record = try context.store.task(task) else { return .unknownTarget("there is no task \(task)") }
    guard let family = try context.families.load(record.family).family, !family.isStopped else {
      return .rejected(
        code: "family_stopped", message: "the family of task \(task) is stopped: decide its incident first")
    }
    guard let run = family.run(task), run.status == .open else {
      return .rejected(
        code: "task_not_open", message: "task \(task) is \(record.status.rawValue), and no person is asked")
    }
    try TaskAssignment.give(task, to: assignee, actor: command.actor, reason: command.reason, context)
    let asked = try AskedPerson(run, context)
    StepRunner(context: context).journal(run, family, outcome: "delegated", text: assignee)
    _ = try asked.tell("task.delegated", family)
    return .carriedOut(reference: family.key, result: "delegated")
  }
}
