import CEL
import CivilTime
import EngineMessages
import Execution
import SQLiteStorage
import Storage
import WorkflowEngine

/// Bookings of ten points through the engine and a store on disk, turn by turn as the writer's thread takes them: without threads, network
/// or a real clock. Time is virtual, so that the same number of bookings makes the same statements in the same order.
final class EngineLoop {
  private let workflow: BenchWorkflow
  private let store: any StoreWriter
  private let engine: Engine
  private let batch: Int
  private let prefix: String
  private var now: Instant
  private var waiting: [TurnInput] = []
  private var first = 0
  private var started = 0
  private var finished = 0
  private(set) var steps = 0
  private(set) var commits = 0

  /// - Parameter batch: the inputs that a turn takes.
  init(_ workflow: BenchWorkflow, path: String, batch: Int, prefix: String, now: Instant) throws {
    self.workflow = workflow
    self.batch = batch
    self.prefix = prefix
    store = try SQLiteStore(path: path).makeWriter()
    engine = try workflow.engine(on: store, stepsPerTurn: max(64, batch * 4), concurrency: 1_000, now: now)
    self.now = max(now, engine.lastNow)
  }

  /// Drives bookings until `count` of them have ended; about twice as many are alive as a turn takes inputs.
  func run(_ count: Int) throws {
    for _ in 0..<min(count, batch * 2) { start() }
    while finished < count {
      let taken = min(batch, waiting.count - first)
      let inputs = Array(waiting[first..<first + taken])
      first += taken
      if first > 4_096 {
        waiting.removeFirst(first)
        first = 0
      }
      let turn = try engine.take(inputs, now: now)
      absorb(turn, of: count)
      try store.maintain(idle: false)
      // A timer takes some turns to be due, or no time at all when nobody else has anything to do.
      now = now.adding(.milliseconds(10)) ?? now
      if first == waiting.count, let next = turn.nextWake { now = max(now, next) }
    }
  }

  func close() { store.close() }

  private func start() {
    var noise = Noise(started)
    waiting.append(.start(workflow.start("\(prefix)-\(started)", ("noise", .string(noise.text()))), nil))
    started += 1
  }

  private func absorb(_ turn: Turn, of count: Int) {
    steps += turn.steps
    commits += 1
    for dispatch in turn.dispatches {
      waiting.append(.outcome(dispatch.request.attempt, .done(["n": 1])))
    }
    for record in turn.journal where record.kind == .transition {
      switch record.to {
      case "asked", "again": waiting.append(.event(workflow.go(record.reference, from: record.to), nil))
      case "done":
        finished += 1
        if started < count { start() }
      default: break
      }
    }
  }
}
