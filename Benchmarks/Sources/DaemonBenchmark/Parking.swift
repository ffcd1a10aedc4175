import CEL
import CivilTime
import EngineMessages
import Glibc
import SQLiteStorage
import Storage
import WorkflowEngine

/// Starts many instances that wait for a timer, through the engine and the store's own writer, 256 in a turn as the daemon takes them. The
/// real daemon is started on the store afterwards.
struct Parking {
  let workflow: BenchWorkflow
  let path: String
  /// The beginning of all references.
  let prefix: String

  /// - Parameters:
  ///   - far: instances whose timers are due in a year.
  ///   - near: instances whose timers are due one after the other, `rate` of them a second, or all at once if `rate` is 0.
  ///   - delay: seconds until the first of them, after an allowance for parking them.
  func run(far: Int, near: Int, rate: Int, delay: Int) throws {
    let store = try SQLiteStore(path: path).makeWriter()
    defer { store.close() }
    let engine = try workflow.engine(on: store, stepsPerTurn: 256, concurrency: 1, now: Wall.now)
    let before = Usage.now
    let year = Int64(365 * 86_400)
    let parked = Wall.now.seconds
    try park(engine, store, far, "far") { Instant(seconds: parked + year + Int64($0 % 86_400)) ?? .latest }
    let used = Usage.now - before
    let first = Wall.now.seconds + Int64(near / 1_500 + delay)
    try park(engine, store, near, "near") { number in
      let micros = rate == 0 ? 0 : Int64(number) * 1_000_000 / Int64(rate)
      return Instant(microseconds: first * 1_000_000 + micros) ?? .latest
    }
    guard Wall.now.seconds < first else { throw BenchError("parking took longer than expected; give a longer --delay") }
    // For the script that reads it: figures of the far ones, and when the first of the near ones is due.
    print(
      #"{"parked": \#(far), "seconds": \#(used.wall), "cpu": \#(used.cpu), "bytes": \#(Int(used.bytes)), "syncs": \#(Int(used.syncs)), "anonymous": \#(Proc.anonymous), "first": \#(first)}"#
    )
  }

  private func park(
    _ engine: Engine, _ store: any StoreWriter, _ count: Int, _ name: String, due: (Int) -> Instant
  ) throws {
    var next = 0
    while next < count {
      let end = min(count, next + 256)
      let starts = (next..<end).map { number -> TurnInput in
        .start(workflow.start("\(prefix)\(name)-\(number)", ("due", .string(due(number).description))), nil)
      }
      _ = try engine.take(starts, now: Wall.now)
      try store.maintain(idle: false)
      next = end
    }
  }
}
