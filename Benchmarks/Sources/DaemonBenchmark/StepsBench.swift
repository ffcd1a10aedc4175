import CivilTime
import Glibc
import SQLiteStorage
import Storage

/// Steps per second through the engine in process, beside the statements that it ran, replayed bare, and beside as many plain rows of
/// the same sizes: all three at the same number of inputs a commit, alternately, round by round.
struct StepsBench {
  let workflow: BenchWorkflow
  let folder: String
  let bookings: Int
  let rounds: Int
  /// A store on which the bookings are driven, which stays; nil for a new one in each round.
  let existing: String?

  private struct Line {
    var engine = Samples()
    var replay = Samples()
    var rows = Samples()
    var cpu = Samples()
    var bytes = Samples()
    var syncs = Samples()
    var replayCPU = Samples()
    var replayBytes = Samples()
  }

  /// Long ago, so that a store that stays can be driven by the machine's clock afterwards.
  private static let now = Instant(seconds: 1_700_000_000) ?? .epoch

  func run(_ batches: [Int]) throws {
    let table = Table(widths: [8, 15, 13, 10, 8, 15, 13, 8, 15, 15, 8])
    print(
      "bookings of ten points through the engine, no threads and no network; a turn takes N inputs and commits once")
    table.row(
      "N", "engine steps/s", "CPU µs/step", "KiB/step", "syncs/s.", "replay steps/s", "CPU µs/step", "KiB",
      "rows steps/s", "engine/replay", "")
    for batch in batches {
      // A store that stays has other rows in each round, for which a recorded stream would be wrong.
      let log = try existing == nil ? record(batch) : nil
      let rows = log.map(BareRows.init)
      var line = Line()
      for round in 0..<rounds {
        let steps = try engine(batch, round, &line)
        guard let log, let rows else { continue }
        try floor("replay", from: pristine(), steps, &line.replay, &line.replayCPU, &line.replayBytes) {
          try Replay(log: log).run(path: $0)
        }
        var (ignored, more) = (Samples(), Samples())
        try floor("rows", from: nil, steps, &line.rows, &ignored, &more) { try rows.run(path: $0) }
      }
      table.row(
        "\(batch)", line.engine.speed, line.cpu.cost(1), Samples.text(line.bytes.median, 1),
        Samples.text(line.syncs.median),
        line.replay.isEmpty ? "" : line.replay.speed, line.replay.isEmpty ? "" : line.replayCPU.cost(1),
        line.replay.isEmpty ? "" : Samples.text(line.replayBytes.median, 1), line.rows.isEmpty ? "" : line.rows.speed,
        line.replay.isEmpty ? "" : "\(Samples.whole(100 * line.engine.median / line.replay.median)) %", "")
    }
  }

  private func count(_ batch: Int) -> Int { batch == 1 ? max(20, bookings / 5) : bookings }

  private func engine(_ batch: Int, _ round: Int, _ line: inout Line) throws -> Double {
    let path = try existing ?? pristine()
    let loop = try EngineLoop(
      workflow, path: path, batch: batch, prefix: existing == nil ? "B" : "B\(batch)-\(round)-\(getpid())",
      now: Self.now)
    let before = Usage.now
    try loop.run(count(batch))
    let used = Usage.now - before
    loop.close()
    if existing == nil { remove(path) }
    let steps = Double(loop.steps)
    line.engine.add(steps / used.wall)
    line.cpu.add(1e6 * used.cpu / steps)
    line.bytes.add(used.bytes / 1_024 / steps)
    line.syncs.add(used.syncs / steps)
    return steps
  }

  private func floor(
    _ name: String, from copy: String?, _ steps: Double, _ speed: inout Samples, _ cpu: inout Samples,
    _ bytes: inout Samples, _ body: (String) throws -> Void
  ) throws {
    let path = copy ?? "\(folder)/\(name).db"
    let before = Usage.now
    try body(path)
    let used = Usage.now - before
    remove(path)
    speed.add(steps / used.wall)
    cpu.add(1e6 * used.cpu / steps)
    bytes.add(used.bytes / 1_024 / steps)
  }

  private func record(_ batch: Int) throws -> StatementLog {
    let path = try pristine()
    defer { remove(path) }
    return try StatementLog.recording {
      let loop = try EngineLoop(workflow, path: path, batch: batch, prefix: "B", now: Self.now)
      try loop.run(count(batch))
      loop.close()
    }
  }

  /// A new store that holds the definitions and nothing else.
  private func pristine() throws -> String {
    let path = "\(folder)/steps.db"
    remove(path)
    let store = try SQLiteStore(path: path).makeWriter()
    _ = try workflow.engine(on: store, stepsPerTurn: 64, concurrency: 1_000, now: Self.now)
    store.close()
    return path
  }

  private func remove(_ path: String) {
    for suffix in ["", "-wal", "-shm", ".lock"] { unlink(path + suffix) }
  }
}
