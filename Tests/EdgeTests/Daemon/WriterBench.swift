import CivilTime
import Control
import MemoryStorage
import Storage
import StorageTesting
import SystemdSupport
import WorkflowEngine

@testable import Daemon

/// A writer thread on a store, in memory by default, whose commits fail by plan. It has a test clock and no definitions.
struct WriterBench {
  let store: FaultyStore
  let journal = RecordingJournal()
  let eventStream: EventStream
  let writer: WriterThread

  init(wrapping inner: any Store = MemoryStore(), failures: [Int: StoreError.Kind] = [:]) throws {
    store = FaultyStore(wrapping: inner, plan: FaultPlan(failures: failures))
    eventStream = EventStream(journal: Journal(sink: journal))
    let now = Instant(seconds: 1_893_456_000)!
    let storeWriter = try store.makeWriter()
    let engine = try Engine(
      store: storeWriter, bundles: BundleTable(deployed: []), executors: [],
      options: EngineOptions(digest: { Deployment.digest($0) }, capability: { "\($0)/\($1)" }), now: now)
    writer = WriterThread(
      engine: engine, store: storeWriter, clock: DaemonClock(test: now), watch: nil, dispatcher: Dispatcher([]),
      eventStream: eventStream, batch: 16)
  }

  /// Lines about the store.
  var remarks: [String] {
    eventStream.flush()
    return journal.messages.filter { $0.hasPrefix("the store") }
  }

  /// Waits until the event stream tells a line that begins so.
  static func wait(for start: String, in lines: AsyncStream<EventStreamEntry>) async {
    for await line in lines where line.text?.hasPrefix(start) == true { return }
  }
}
