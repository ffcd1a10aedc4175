import Glibc
import Synchronization
import SystemdSupport

/// Keeps what the journal's thread writes, and can hold that thread, as a journal that does not keep up would.
final class RecordingJournal: JournalSink {
  private let written = Mutex<[JournalEntry]>([])
  private let gate: Gate

  init(held: Bool = false) {
    gate = Gate(isOpen: !held)
  }

  var entries: [JournalEntry] { written.withLock { $0 } }
  var messages: [String] { entries.map(\.message) }

  func write(_ entry: JournalEntry, microseconds: Int64) {
    gate.pass()
    written.withLock { $0.append(entry) }
  }

  /// Waits until the journal's thread stands before the gate.
  func waitUntilReached() { gate.waitUntilReached() }

  func release() { gate.open() }
}

/// @unchecked Sendable because both flags are only touched while `mutex` is held, and the pointers never change.
private final class Gate: @unchecked Sendable {
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private var isOpen: Bool
  private var isReached = false

  init(isOpen: Bool) {
    self.isOpen = isOpen
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(changed, nil)
  }

  deinit {
    pthread_cond_destroy(changed)
    pthread_mutex_destroy(mutex)
    changed.deallocate()
    mutex.deallocate()
  }

  func pass() {
    pthread_mutex_lock(mutex)
    isReached = true
    pthread_cond_broadcast(changed)
    while !isOpen { pthread_cond_wait(changed, mutex) }
    pthread_mutex_unlock(mutex)
  }

  func waitUntilReached() {
    pthread_mutex_lock(mutex)
    while !isReached { pthread_cond_wait(changed, mutex) }
    pthread_mutex_unlock(mutex)
  }

  func open() {
    pthread_mutex_lock(mutex)
    isOpen = true
    pthread_cond_broadcast(changed)
    pthread_mutex_unlock(mutex)
  }
}
