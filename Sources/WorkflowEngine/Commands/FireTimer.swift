internal import EngineMessages
internal import Statecharts
internal import Storage

/// Fires a timer that is due. Its row and generation guard against firing a timer that was moved or cancelled; the
/// interpreter checks the generation once more.
struct FireTimer: Command {
  let timer: TimerRecord

  func apply(to context: TurnContext) throws(StoreError) -> Reply? {
    if let task = TaskCalls.task(ofTimer: timer.name) {
      return try CallPerson(task: task, timer: timer).apply(to: context)
    }
    _ = try context.confined(to: timer.family) { () throws(StoreError) in
      guard let family = try context.families.load(timer.family).family, family.record.status == .running else {
        return
      }
      guard let (machine, index) = armed(in: family) else {
        return try removeRow(context)
      }
      try FamilyStepper(context: context).stepOrStop(
        family, .timer(machine: machine, timer: index, generation: timer.generation),
        StepLabel(kind: .timer, name: timer.name, actor: "timer"))
    }
    return nil
  }

  /// Removes the row, because no live machine will ever take it. If the timer was moved since the row was read, by another timer of
  /// this turn for example, the row is that of the new instant and stays.
  private func removeRow(_ context: TurnContext) throws(StoreError) {
    let isTheSame = try context.store.timers(of: timer.family).contains {
      $0.instance == timer.instance && $0.name == timer.name && $0.generation == timer.generation
    }
    if isTheSame { try context.store.removeTimer(instance: timer.instance, name: timer.name) }
  }

  private func armed(in family: LoadedFamily) -> (machine: Int, timer: Int)? {
    guard let machine = family.instances.firstIndex(where: { $0?.id == timer.instance }),
      let index = family.bundle.machines[machine].timers.firstIndex(where: { $0.name == timer.name }),
      let armed = family.snapshot.instances[machine]?.timers[index], armed.isArmed,
      armed.generation == timer.generation
    else { return nil }
    return (machine, index)
  }
}
