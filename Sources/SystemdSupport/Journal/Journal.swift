import CSystemd
import Glibc
import Synchronization

/// The daemon's only way to the systemd journal: a bounded queue and a thread that empties it, so that logging costs
/// the caller a lock and no system call.
///
/// When the queue is full, entries on which nobody must act (transitions, attempts) are counted, and a later entry
/// reports the count. Warnings and worse (incidents) wait for room, for a limited time. While there is no room, only
/// the first such entry waits, so a journal that hangs costs its callers one wait and not one for each entry.
public final class Journal: Sendable {
  private let core: Core

  /// - Parameters:
  ///   - capacity: the most entries in memory; at least 1.
  ///   - waitLimit: the longest time for which an entry that waits for room blocks its caller.
  public init(sink: any JournalSink, capacity: Int = 8192, waitLimit: Duration = .seconds(2)) {
    core = Core(sink: sink, capacity: capacity, waitLimit: waitLimit)
    core.start()
  }

  deinit { core.queue.close() }

  /// Queues an entry. Returns at once, or after at most `waitLimit` if the queue is full and the entry waits for room.
  public func log(_ entry: JournalEntry) {
    let queued = QueuedEntry(entry: entry, microseconds: Self.now())
    let waits = entry.waitsForRoom && !core.hangs.load(ordering: .relaxed)
    if core.queue.put(queued, waitLimit: waits ? core.waitLimit : .zero) {
      if core.hangs.load(ordering: .relaxed) { core.hangs.store(false, ordering: .relaxed) }
      return
    }
    if waits { core.hangs.store(true, ordering: .relaxed) }
    core.suppress(entry)
  }

  /// Waits until everything that was logged before is written. Returns false if that takes longer than `waitLimit`.
  @discardableResult
  public func flush(within waitLimit: Duration = .seconds(5)) -> Bool { core.queue.flush(within: waitLimit) }

  /// Refuses further entries and waits for the queued ones. It is meant for the end of the process. Returns false if
  /// writing them takes longer than `waitLimit`.
  @discardableResult
  public func close(within waitLimit: Duration = .seconds(5)) -> Bool {
    core.queue.close()
    return core.queue.flush(within: waitLimit)
  }

  private static func now() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000
  }

  private struct QueuedEntry: Sendable {
    let entry: JournalEntry
    let microseconds: Int64
  }

  /// The state that the thread and the journal share. The thread keeps it alive until the queue is closed and empty.
  private final class Core: Sendable {
    let queue: BoundedQueue<QueuedEntry>
    let waitLimit: Duration
    /// True if an entry waited for room in vain and none has been queued since.
    let hangs = Atomic(false)
    private let sink: any JournalSink
    private let suppressed = Mutex<[String: Int]>([:])

    init(sink: any JournalSink, capacity: Int, waitLimit: Duration) {
      self.sink = sink
      self.waitLimit = waitLimit
      queue = BoundedQueue(capacity: max(1, capacity))
    }

    func start() {
      var thread = pthread_t()
      let retained = Unmanaged.passRetained(self)
      let failure = pthread_create(
        &thread, nil,
        { argument in
          guard let argument else { return nil }
          magnetiq_set_thread_name("journal")
          Unmanaged<Core>.fromOpaque(argument).takeRetainedValue().run()
          return nil
        }, retained.toOpaque())
      if failure == 0 {
        pthread_detach(thread)
      } else {
        // The process cannot have one more thread. The queue is closed, so that callers do not block on it.
        retained.release()
        queue.close()
      }
    }

    func suppress(_ entry: JournalEntry) {
      suppressed.withLock { $0[entry.messageID?.name ?? entry.priority.keyword, default: 0] += 1 }
    }

    private func run() {
      while let batch = queue.takeAll() {
        for queued in batch { sink.write(queued.entry, microseconds: queued.microseconds) }
        summarise()
      }
      summarise()
    }

    /// Reports the entries that were left out, since there is room again after a batch.
    private func summarise() {
      let counts = suppressed.withLock { counts in
        defer { counts = [:] }
        return counts.sorted { $0.key < $1.key }
      }
      guard !counts.isEmpty else { return }
      let total = counts.reduce(0) { $0 + $1.value }
      let kinds = counts.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
      sink.write(
        JournalEntry(
          "\(total) entries were not written, because the journal could not keep up: \(kinds)", priority: .warning,
          messageID: .summary, fields: [("SUPPRESSED", String(total)), ("SUPPRESSED_KINDS", kinds)]),
        microseconds: Journal.now())
    }
  }
}
