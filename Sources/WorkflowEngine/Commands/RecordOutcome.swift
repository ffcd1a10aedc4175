internal import CEL
internal import EngineMessages
internal import Execution
internal import Storage

/// Records the answer of an attempt, always and once, whatever the state of its family, and then continues the step.
struct RecordOutcome: Command {
  let attempt: AttemptName
  let answer: AttemptAnswer

  func apply(to context: TurnContext) throws(StoreError) -> Reply? {
    context.slots.giveBack(attempt)
    let id = TaskID(rawValue: attempt.task)
    guard let (owner, open) = try context.store.openAttempt(of: id, number: attempt.number) else { return nil }
    var row = open
    row.endedAt = context.stored(context.now)
    row.outcome = answer.word
    row.detail = JSON.encode(answer.detail)
    try context.store.endAttempt(row)
    _ = try context.confined(to: owner) { () throws(StoreError) in
      guard let family = try context.families.load(owner).family else { return }
      try AnswerApplication(context: context, family: family).apply(answer, to: id, attempt: attempt.number)
    }
    return nil
  }
}

/// Recovers, after a start, an attempt that was open when the process ended. While its family cannot be loaded, the
/// attempt stays open; it is recovered when the family resumes.
struct RecoverAttempt: Command {
  let attempt: AttemptRecord

  func apply(to context: TurnContext) throws(StoreError) -> Reply? {
    guard let task = try context.store.task(attempt.task),
      try context.families.load(task.family).family != nil
    else { return nil }
    let name = AttemptName(task: attempt.task.rawValue, number: attempt.number)
    return try RecordOutcome(attempt: name, answer: .interrupted(attempt.kind)).apply(to: context)
  }
}
