import CEL
import CivilTime
import Control
import EngineMessages
import Execution
import Marketplace
import Storage
import Synchronization
import Testing
import WorkflowEngine

@testable import Daemon

/// The calendars' server says when a consultant is busy, and the daemon writes it down when it has changed.
@Suite struct BusyFollowerTests {
  /// A server with one calendar.
  private final class Calendars: Executor {
    let name = "calendar"
    let concurrency = 1
    let steps = [
      StepDeclaration(name: "calendar.busy", stepClass: .pure, input: [], returns: [], timeout: .seconds(60))
    ]
    let state = Mutex<(outcome: StepOutcome, asked: [ValueMap])>((.done(["busy": []]), []))

    func execute(
      _ request: StepRequest, isCancelled: @escaping @Sendable () -> Bool,
      completion: @escaping @Sendable (StepOutcome) -> Void
    ) {
      completion(
        state.withLock { state in
          state.asked.append(request.input)
          return state.outcome
        })
    }

    func reconcile(_ request: StepRequest, completion: @escaping @Sendable (Reconciliation) -> Void) {
      completion(.absent)
    }

    func says(_ times: [(Instant, Instant)]) {
      let list = times.map { Value.map(ValueMap([("start", .timestamp($0.0)), ("end", .timestamp($0.1))])) }
      state.withLock { $0.outcome = .done(["busy": .list(list)]) }
    }
  }

  private let bench: WriterBench
  private let readers: ReaderPool
  private let calendars = Calendars()
  private let follower: BusyFollower

  init() throws {
    bench = try WriterBench()
    readers = ReaderPool(bench.store)
    follower = BusyFollower(
      writer: bench.writer, readers: readers, shelf: CatalogueShelf(zones: ZoneTable()), executors: [calendars])
    bench.writer.start()
  }

  private func consultant() async throws {
    let body = try JSON.parse(
      """
      {"status": "published", "firstName": "Anna", "lastName": "Meier", "zone": "UTC", "currency": "EUR",
       "calendar": "anna", "advance": {"min": 0, "max": 60}}
      """)
    let draft = RecordDraft(kind: "consultant", id: "anna-meier", version: 1, body: JSON.encode(body))
    let command = OperatorCommand(action: .putRecords([draft]), key: "anna", actor: "test", reason: "test")
    _ = await bench.writer.submit { .command(command, $0) }
  }

  private func busy() async throws -> (version: Int64, busy: BusyTime)? {
    let record = try await readers.query { reader throws(StoreError) in
      try reader.record(kind: "busy", id: "anna-meier/server")
    }
    return record.flatMap { record in
      BusyTime(record: StoredJSON.value(record.body)).map { (record.version, $0) }
    }
  }

  private func hours(_ hours: Int64) throws -> Instant {
    try #require(bench.writer.clock.now.adding(.seconds(hours * 3_600)))
  }

  @Test func aBusyTimeIsWrittenWhenItChangesAndRewrittenBeforeItIsDoubtful() async throws {
    await follower.look()
    #expect(calendars.state.withLock { $0.asked.isEmpty }, "nobody has a calendar")
    try await consultant()
    calendars.says([(try hours(24), try hours(25))])
    await follower.look()
    let first = try #require(try await busy())
    #expect(first.version == 1 && first.busy.intervals.count == 1)
    let asked = try #require(calendars.state.withLock { $0.asked.first })
    #expect(asked["owner"] == "anna")
    await follower.look()
    #expect(try await busy()?.version == 1, "nothing has changed")
    calendars.state.withLock { $0.outcome = .retry(StepError(code: "busy", message: "later"), after: nil) }
    bench.writer.clock.advance(to: try hours(7))
    await follower.look()
    #expect(try await busy()?.version == 1, "what it said stays, with its age")
    calendars.says([])
    await follower.look()
    let second = try #require(try await busy())
    #expect(second.version == 2 && second.busy.intervals.isEmpty && second.busy.fetched == bench.writer.clock.now)
    bench.writer.clock.advance(to: try hours(7))
    await follower.look()
    #expect(try await busy()?.version == 3, "as before, and read just now")
    await bench.writer.stop()
  }
}
