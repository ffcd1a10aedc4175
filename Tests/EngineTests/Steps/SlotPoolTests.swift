import Execution
import Testing

@testable import WorkflowEngine

/// A savepoint's slots are undone with it, taken and given back ones, and no others are.
@Suite struct SlotPoolTests {
  private static func pool() -> SlotPool {
    SlotPool(["email", "crm"].map { Turns.executor($0, [], slots: 2) })
  }

  private static func name(_ task: Int64) -> AttemptName { AttemptName(task: task, number: 1) }

  private func state(_ pool: SlotPool) -> [String] {
    ["email \(pool.free("email"))", "crm \(pool.free("crm"))"]
      + (1...4).filter { pool.isOut(Self.name($0)) }.map { "out \($0)" }
  }

  @Test func undoReturnsToEachEarlierMoment() {
    var pool = Self.pool()
    let moves: [(Int64, String?)] = [
      (1, "email"), (2, "crm"), (1, nil), (3, "email"), (4, "email"), (9, nil), (2, nil), (1, "crm"), (3, nil),
    ]
    var moments = [(0, state(pool))]
    for (task, executor) in moves {
      if let executor { pool.take(Self.name(task), executor) } else { pool.giveBack(Self.name(task)) }
      moments.append((pool.changes.count, state(pool)))
    }
    for (count, expected) in moments.reversed() {
      var undone = pool
      undone.undo(to: count)
      #expect(state(undone) == expected)
    }
  }

  @Test func undoReturnsNoFartherThanToWhatIsForgotten() {
    var pool = Self.pool()
    pool.take(Self.name(1), "email")
    pool.forgetChanges()
    pool.take(Self.name(2), "email")
    pool.undo(to: 0)
    #expect(state(pool) == ["email 1", "crm 2", "out 1"])
  }
}
