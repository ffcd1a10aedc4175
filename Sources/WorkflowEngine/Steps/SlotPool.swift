internal import Execution

/// The most attempts that each executor may have out at once, and the attempts that are out.
struct SlotPool {
  private var limits: [String: Int] = [:]
  private var out: [AttemptName: String] = [:]
  /// The number of attempts that are out, by executor.
  private(set) var used: [String: Int] = [:]
  /// The takings and givings back since the turn began, in order.
  private(set) var changes: [Change] = []

  struct Change {
    let attempt: AttemptName
    let executor: String
    let isTaken: Bool
  }

  init(_ executors: [ExecutorProfile]) {
    for executor in executors { limits[executor.name] = executor.concurrency }
  }

  func free(_ executor: String) -> Int { max(0, (limits[executor] ?? 0) - (used[executor] ?? 0)) }

  func isOut(_ attempt: AttemptName) -> Bool { out[attempt] != nil }

  mutating func take(_ attempt: AttemptName, _ executor: String) {
    put(attempt, executor)
    changes.append(Change(attempt: attempt, executor: executor, isTaken: true))
  }

  mutating func giveBack(_ attempt: AttemptName) {
    guard let executor = remove(attempt) else { return }
    changes.append(Change(attempt: attempt, executor: executor, isTaken: false))
  }

  /// Takes back the changes beyond the first `count` ones, the last one first.
  mutating func undo(to count: Int) {
    while changes.count > count {
      let change = changes.removeLast()
      if change.isTaken { _ = remove(change.attempt) } else { put(change.attempt, change.executor) }
    }
  }

  /// Makes the present state the one that `undo` returns to.
  mutating func forgetChanges() { changes.removeAll(keepingCapacity: true) }

  private mutating func put(_ attempt: AttemptName, _ executor: String) {
    out[attempt] = executor
    used[executor, default: 0] += 1
  }

  private mutating func remove(_ attempt: AttemptName) -> String? {
    guard let executor = out.removeValue(forKey: attempt) else { return nil }
    used[executor, default: 1] -= 1
    return executor
  }
}
