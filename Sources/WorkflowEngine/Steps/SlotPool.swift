internal import Execution

/// The most attempts that each executor may have out at once, and the attempts that are out.
struct SlotPool {
  private var limits: [String: Int] = [:]
  private var out: [AttemptName: String] = [:]
  /// The number of attempts that are out, by executor.
  private(set) var used: [String: Int] = [:]

  init(_ executors: [ExecutorProfile]) {
    for executor in executors { limits[executor.name] = executor.concurrency }
  }

  func free(_ executor: String) -> Int { max(0, (limits[executor] ?? 0) - (used[executor] ?? 0)) }

  func isOut(_ attempt: AttemptName) -> Bool { out[attempt] != nil }

  mutating func take(_ attempt: AttemptName, _ executor: String) {
    out[attempt] = executor
    used[executor, default: 0] += 1
  }

  mutating func giveBack(_ attempt: AttemptName) {
    guard let executor = out.removeValue(forKey: attempt) else { return }
    used[executor, default: 1] -= 1
  }
}
