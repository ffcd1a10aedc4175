internal import CEL
internal import CivilTime
internal import EngineMessages
internal import Statecharts
internal import Storage

/// Reminds of a human task, or says that its time is over and gives it to whom it escalates to. A task that was settled,
/// declined or called off has no timer, and one that fires nevertheless finds nothing to do.
struct CallPerson: Command {
  let task: TaskID
  let timer: TimerRecord

  func apply(to context: TurnContext) throws(StoreError) -> Reply? {
    _ = try context.confined(to: timer.family) { () throws(StoreError) in
      guard let family = try context.families.load(timer.family).family, family.record.status == .running else {
        return
      }
      try context.store.removeTimer(instance: timer.instance, name: timer.name)
      guard let run = family.run(task), run.status == .open else { return }
      let asked = try AskedPerson(run, context)
      try asked.arm(asked.calls.next(after: context.now))
      switch asked.calls.call(at: context.now) {
      case .reminder: try remind(asked, family, context)
      case .overdue: try escalate(asked, family, context)
      }
    }
    return nil
  }

  /// A reminder that no machine does anything about is an incident, since otherwise nobody would see it. There is one for
  /// a task, which is closed with it.
  private func remind(_ asked: AskedPerson, _ family: LoadedFamily, _ context: TurnContext) throws(StoreError) {
    StepRunner(context: context).journal(asked.run, family, outcome: "reminded", text: asked.holder)
    if try asked.tell("task.reminded", family) { return }
    guard try context.store.task(task)?.status == .open else { return }
    let told = try context.store.openIncidents(about: task)
    if told.contains(where: { $0.code == "task-reminder" }) { return }
    let due = asked.calls.due.map { ", due \($0)" } ?? ""
    try context.incidents.open(
      "task-reminder", title: "task \(task) is open\(due): it is for \(asked.holder): \(asked.calls.title)",
      family: family.id, reference: family.key, task: task)
  }

  /// The family hears of it first. If it leaves the task open, the task goes to whom it escalates to, and an operator is
  /// told.
  private func escalate(_ asked: AskedPerson, _ family: LoadedFamily, _ context: TurnContext) throws(StoreError) {
    StepRunner(context: context).journal(asked.run, family, outcome: "overdue", text: asked.holder)
    _ = try asked.tell("task.overdue", family)
    guard try context.store.task(task)?.status == .open else { return }
    var who = "it is for \(asked.holder)"
    if let deputy = asked.calls.deputy, deputy != asked.holder {
      try TaskAssignment.give(task, to: deputy, actor: "timer", reason: "its time is over", context)
      who = "it was for \(asked.holder) and is for \(deputy) now"
    }
    let due = asked.calls.due.map { "\($0)" } ?? ""
    try context.incidents.open(
      "task-overdue", title: "task \(task) was due \(due) and is open: \(who): \(asked.calls.title)", family: family.id,
      reference: family.key, task: task)
  }
}
