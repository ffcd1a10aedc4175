internal import Execution
internal import Storage

/// Selects due attempts, executor by executor. Steps of an executor without a free slot are not read, so that its
/// backlog costs the others nothing.
struct AttemptQueue {
  let context: TurnContext

  /// Returns the runs to attempt now: payments before notifications before marketing.
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

  /// Returns when the next attempt is due, among those whose executor has a free slot.
  func next() throws(StoreError) -> StoredInstant? {
    var next: StoredInstant?
    for (executor, steps) in context.catalogue.stepTypes where context.slots.free(executor) > 0 {
      let types = open(steps)
      guard !types.isEmpty, let candidate = try context.store.nextTask(of: types) else { continue }
      next = min(next ?? candidate, candidate)
    }
    return next
  }

  /// The step types that may be attempted. While the clock is held, steps that cannot be taken back are left out.
  private func open(_ steps: [StepDeclaration]) -> [String] {
    steps.filter { $0.stepClass != .human && !(context.clockUntrusted && $0.stepClass.isIrrevocable) }.map(\.name)
  }
}

extension StepClass {
  /// True if the step cannot be taken back: it notifies a person or moves money.
  var isIrrevocable: Bool { self == .notify || self == .money }
}
