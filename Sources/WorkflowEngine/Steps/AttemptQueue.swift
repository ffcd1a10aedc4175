internal import Execution
internal import Storage

/// Due attempts, kept per executor: one that has no free slot is not even looked at, so that its backlog costs the others nothing.
struct AttemptQueue {
  let context: TurnContext

  /// Runs to be attempted now, payments before notifications before marketing.
  func due(limit: Int) throws(StoreError) -> [TaskID] {
    var due: [TaskID] = []
    let now = context.stored(context.now)
    for (executor, steps) in context.catalogue.stepTypes {
      let room = min(context.slots.free(executor), limit - due.count)
      guard room > 0 else { continue }
      var left = room
      for priority in StepDeclaration.Priority.allCases where left > 0 {
        let types = open(steps.filter { $0.priority == priority })
        if types.isEmpty { continue }
        let found = try context.store.dueTasks(of: types, now: now, limit: left)
        due += found.map(\.id)
        left -= found.count
      }
    }
    return due
  }

  /// When the next attempt is due of those that have a free slot.
  func next() throws(StoreError) -> StoredInstant? {
    var next: StoredInstant?
    for (executor, steps) in context.catalogue.stepTypes where context.slots.free(executor) > 0 {
      let types = open(steps)
      guard !types.isEmpty, let candidate = try context.store.nextTask(of: types) else { continue }
      next = min(next ?? candidate, candidate)
    }
    return next
  }

  /// Step types that may be attempted: while the clock is held, nothing that cannot be taken back.
  private func open(_ steps: [StepDeclaration]) -> [String] {
    steps.filter { $0.stepClass != .human && !(context.clockHeld && $0.stepClass.isIrrevocable) }.map(\.name)
  }
}

extension StepClass {
  /// True if the step cannot be taken back: it tells a person something, or moves money.
  var isIrrevocable: Bool { self == .notify || self == .money }
}
