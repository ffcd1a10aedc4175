internal import Statecharts
internal import Storage

extension Engine {
  /// Due timers, by their time. The row and its generation are the guard; the core looks at the generation once more.
  func takeTimers() throws(StoreError) {
    guard !isHeld else { return }
    for timer in try store.dueTimers(now: stored(now), limit: options.stepsPerTurn) {
      if isFull { break }
      guard let family = try load(timer.family), family.record.status == .running else { continue }
      guard let machine = family.instances.firstIndex(where: { $0?.id == timer.instance }),
        let index = family.bundle.machines[machine].timers.firstIndex(where: { $0.name == timer.name })
      else {
        // A row that no live machine answers for can never fire.
        try store.removeTimer(instance: timer.instance, name: timer.name)
        continue
      }
      guard let armed = family.snapshot.instances[machine]?.timers[index], armed.isArmed,
        armed.generation == timer.generation
      else {
        try store.removeTimer(instance: timer.instance, name: timer.name)
        continue
      }
      _ = try step(
        family, .timer(machine: machine, timer: index, generation: timer.generation),
        StepLabel(kind: "timer", name: timer.name, actor: "timer"))
      try settleLeftovers()
    }
  }
}
