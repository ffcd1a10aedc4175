internal import CEL
internal import EngineMessages
internal import Storage

/// Arms, after a start, the calls of open human tasks that an earlier release opened, which knew of none. A call whose
/// time has passed is not made up for.
struct ArmTaskCalls: Command {
  private static let page = 500

  func apply(to context: TurnContext) throws(StoreError) -> Reply? {
    var last: TaskID?
    while true {
      let page = try context.store.tasks(in: .open, after: last, limit: Self.page)
      for task in page where task.stepClass == "human" { try arm(task, context) }
      guard page.count == Self.page, let next = page.last?.id else { return nil }
      last = next
    }
  }

  private func arm(_ task: TaskRecord, _ context: TurnContext) throws(StoreError) {
    let name = TaskCalls.timer(of: task.id)
    if try context.store.timers(of: task.family).contains(where: { $0.name == name }) { return }
    let calls = TaskCalls(try context.parse(task.request, "tasks.request of \(task.id)"))
    guard let next = calls.next(after: context.now) else { return }
    try context.store.putTimer(
      TimerRecord(
        due: context.stored(next), family: task.family, instance: task.instance, name: name, generation: 0))
  }
}
