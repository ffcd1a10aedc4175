import CEL
import CivilTime
import Control
import EngineMessages
import Glibc
import SQLiteStorage
import Storage
import Synchronization
import SystemdSupport
import WorkflowEngine

/// Bookings of ten points through the daemon's own writer thread, dispatcher, event stream and journal (their files are compiled into this
/// program), on the machine's clock and with the log on. Only the listener is missing: the clients are in this process, and its CPU
/// counts with theirs.
struct PointsBench {
  let workflow: BenchWorkflow
  let folder: String
  let seconds: Double
  /// A store that stays; nil for a new one.
  let existing: String?

  func run(inFlight: [Int], rounds: Int) async throws {
    let table = Table(widths: [8, 15, 15, 15, 10, 10, 12, 12, 12, 10])
    print(
      "bookings of ten points through the daemon's writer thread, closed loop; latency is from an event sent to the next step's result durable"
    )
    table.row("alive", "bookings/s", "CPU ms", "writer's ms", "KiB", "syncs", "p50 ms", "p99 ms", "most ms", "anon MiB")
    var lines = inFlight.map { _ in Line() }
    for round in 0..<rounds {
      for (index, count) in inFlight.enumerated() { try await one(count, "\(round)", &lines[index]) }
    }
    for (index, count) in inFlight.enumerated() {
      let line = lines[index]
      table.row(
        "\(count)", line.speed.speed, line.cpu.cost(), line.writer.cost(), Samples.text(line.bytes.median, 1),
        Samples.text(line.syncs.median), line.p50.cost(1), line.p99.cost(1), Samples.text(line.most.most, 1),
        Samples.text(line.memory.most, 1))
    }
    print("each: median of \(rounds) rounds of \(Samples.text(seconds, 0)) s (most or least of them in brackets)")
    try bareCommit()
  }

  private struct Line {
    var speed = Samples()
    var cpu = Samples()
    var writer = Samples()
    var bytes = Samples()
    var syncs = Samples()
    var p50 = Samples()
    var p99 = Samples()
    var most = Samples()
    var memory = Samples()
  }

  private func one(_ alive: Int, _ round: String, _ line: inout Line) async throws {
    let path = existing ?? "\(folder)/points.db"
    if existing == nil { for suffix in ["", "-wal", "-shm", ".lock"] { unlink(path + suffix) } }
    let log = open("\(folder)/points.log", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    defer { close(log) }
    let journal = Journal(sink: LineSink(descriptor: log, format: .text))
    let eventStream = EventStream(journal: journal)
    let store = try await writer(path)
    let clock = DaemonClock(test: nil)
    let engine = try workflow.engine(on: store, stepsPerTurn: 256, concurrency: 1_000, now: clock.now)
    let watch = ClockWatch(
      ClockGuard(trusted: DaemonClock.reading), isKept: false, clock: clock, eventStream: eventStream,
      read: { DaemonClock.reading }, isSynchronised: { true })
    let writer = WriterThread(
      engine: engine, store: store, clock: clock, watch: watch, dispatcher: Dispatcher([NullExecutor()]),
      eventStream: eventStream, batch: 256)
    writer.start()
    let clients = ClosedLoop(workflow, writer, eventStream, prefix: "P\(alive)-\(round)-\(getpid())")
    let reader = Task { await clients.run(alive) }
    // The first bookings all begin at once; after them they are spread over their states.
    for _ in 0..<300 where clients.ended < alive { try await Task.sleep(for: .milliseconds(100)) }
    clients.begin()
    let before = Usage.now
    try await Task.sleep(for: .seconds(seconds))
    let used = Usage.now - before
    let (finished, latencies) = clients.end()
    line.memory.add(Proc.anonymous)
    await reader.value
    await writer.stop()
    _ = journal.close()
    line.speed.add(Double(finished) / used.wall)
    line.cpu.add(1_000 * used.cpu / Double(max(1, finished)))
    line.writer.add(1_000 * used.writer / Double(max(1, finished)))
    line.bytes.add(used.bytes / 1_024 / Double(max(1, finished)))
    line.syncs.add(used.syncs / Double(max(1, finished)))
    line.p50.add(1_000 * latencies.quantile(0.5))
    line.p99.add(1_000 * latencies.quantile(0.99))
    line.most.add(1_000 * latencies.most)
  }

  /// The round before lets its store go when the last of its tasks has ended.
  private func writer(_ path: String) async throws -> any StoreWriter {
    let store = try SQLiteStore(path: path)
    for _ in 0..<100 {
      do throws(StoreError) {
        return try store.makeWriter()
      } catch {
        guard error.isTransient else { throw error }
      }
      try await Task.sleep(for: .milliseconds(50))
    }
    return try store.makeWriter()
  }

  /// The floor of a latency: commits of one small row, one after the other.
  private func bareCommit() throws {
    let path = "\(folder)/commit.db"
    defer { for suffix in ["", "-wal", "-shm"] { unlink(path + suffix) } }
    let connection = try BareConnection(path)
    try connection.execute("CREATE TABLE rows (id INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT")
    let insert = try connection.prepare("INSERT INTO rows (body) VALUES (zeroblob(1500))")
    var times = Samples()
    for _ in 0..<1_000 {
      let begin = Wall.seconds(CLOCK_MONOTONIC)
      try connection.run(insert)
      times.add(1_000 * (Wall.seconds(CLOCK_MONOTONIC) - begin))
      connection.maintain()
    }
    print(
      "floor: a bare commit of one row of 1.5 KB takes \(Samples.text(times.median)) ms (p99 \(Samples.text(times.quantile(0.99))) ms); an event and its step's result are two commits"
    )
  }
}

/// Clients that keep a number of bookings alive. They learn what is durable from the event stream, as `magnetiqctl follow` does.
final class ClosedLoop: Sendable {
  private struct State {
    var started = 0
    var alive = 0
    var ended = 0
    var finished = 0
    var isMeasuring = false
    var isOver = false
    var sent: [String: Double] = [:]
    var latencies = Samples()
  }

  private let workflow: BenchWorkflow
  private let writer: WriterThread
  private let eventStream: EventStream
  private let prefix: String
  private let state = Mutex(State())

  init(_ workflow: BenchWorkflow, _ writer: WriterThread, _ eventStream: EventStream, prefix: String) {
    (self.workflow, self.writer, self.eventStream, self.prefix) = (workflow, writer, eventStream, prefix)
  }

  private static let states: Set<String> = ["asked", "again", "pause", "fifth", "done", "failed"]

  /// Ends when the bookings have ended that were alive at `end()`.
  func run(_ alive: Int) async {
    let subscription = eventStream.subscribe { $0.kind == "transition" && Self.states.contains($0.to ?? "") }
    for _ in 0..<alive { start() }
    while let line = await subscription.next() {
      guard let reference = line.reference, let reached = line.to else {
        print("daemon-bench: the clients were too slow and missed lines: \(line.text ?? "")")
        exit(1)
      }
      switch reached {
      case "asked", "again":
        let event = workflow.go(reference, from: reached)
        state.withLock { $0.sent[reference] = Wall.seconds(CLOCK_MONOTONIC) }
        Task { [writer] in
          guard case .accepted = await writer.submit({ .event(event, $0) }) else {
            print("daemon-bench: an event was refused")
            exit(1)
          }
        }
      case "pause", "fifth":
        state.withLock {
          guard let sent = $0.sent.removeValue(forKey: reference), $0.isMeasuring else { return }
          $0.latencies.add(Wall.seconds(CLOCK_MONOTONIC) - sent)
        }
      case "done":
        let (isOver, alive) = state.withLock { state in
          state.alive -= 1
          state.ended += 1
          if state.isMeasuring { state.finished += 1 }
          return (state.isOver, state.alive)
        }
        if !isOver { start() } else if alive == 0 { return }
      default:
        print("daemon-bench: \(reference) has reached \(reached)")
        exit(1)
      }
    }
  }

  /// The bookings that have ended, from the beginning on.
  var ended: Int { state.withLock { $0.ended } }

  func begin() { state.withLock { $0.isMeasuring = true } }

  func end() -> (Int, Samples) {
    state.withLock {
      $0.isMeasuring = false
      $0.isOver = true
      return ($0.finished, $0.latencies)
    }
  }

  private func start() {
    let number = state.withLock { state in
      state.started += 1
      state.alive += 1
      return state.started
    }
    var noise = Noise(number)
    let request = workflow.start("\(prefix)-\(number)", ("noise", .string(noise.text())))
    Task { [writer] in
      guard case .created = await writer.submit({ .start(request, $0) }) else {
        print("daemon-bench: a start was refused")
        exit(1)
      }
    }
  }
}
