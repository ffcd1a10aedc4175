import Glibc
import WorkflowEngine

/// The inputs of the writer thread.
enum WriterInput: Sendable {
  case turn(TurnInput)
  /// A call that proves that the writer is alive.
  case token(@Sendable () -> Void)
  /// The clock moved, or somebody wants a turn without input.
  case poke
  /// Work on the engine itself between turns.
  case perform(@Sendable (WriterThread) -> Void)
}

/// Mutex and condition variable around an array that the writer swaps out whole: the natural batch of a group commit.
///
/// `@unchecked Sendable` because the mutex guards every access to `items` and `isStopped`, and the pointers never change.
final class InputQueue: @unchecked Sendable {
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private var items: [WriterInput] = []
  private var isStopped = false

  init() {
    pthread_mutex_init(mutex, nil)
    var attributes = pthread_condattr_t()
    pthread_condattr_init(&attributes)
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
    pthread_cond_init(condition, &attributes)
    pthread_condattr_destroy(&attributes)
  }

  deinit {
    pthread_cond_destroy(condition)
    pthread_mutex_destroy(mutex)
    condition.deallocate()
    mutex.deallocate()
  }

  func push(_ item: WriterInput) {
    pthread_mutex_lock(mutex)
    items.append(item)
    pthread_mutex_unlock(mutex)
    pthread_cond_signal(condition)
  }

  /// Ends the wait; what is queued is still handed out.
  func stop() {
    pthread_mutex_lock(mutex)
    isStopped = true
    pthread_mutex_unlock(mutex)
    pthread_cond_signal(condition)
  }

  /// Waits for input at most so long (nil: for ever), then takes up to `limit` items. nil: stopped and empty.
  func take(limit: Int, waiting: Duration?) -> [WriterInput]? {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    if items.isEmpty && !isStopped {
      if let waiting {
        var deadline = timespec()
        clock_gettime(CLOCK_MONOTONIC, &deadline)
        let nanoseconds = waiting.components.attoseconds / 1_000_000_000 + Int64(deadline.tv_nsec)
        deadline.tv_sec += Int(waiting.components.seconds) + Int(nanoseconds / 1_000_000_000)
        deadline.tv_nsec = Int(nanoseconds % 1_000_000_000)
        while items.isEmpty && !isStopped {
          if pthread_cond_timedwait(condition, mutex, &deadline) == ETIMEDOUT { break }
        }
      } else {
        while items.isEmpty && !isStopped { pthread_cond_wait(condition, mutex) }
      }
    }
    if items.isEmpty && isStopped { return nil }
    if items.count <= limit {
      let taken = items
      items = []
      return taken
    }
    let taken = Array(items.prefix(limit))
    items.removeFirst(limit)
    return taken
  }
}
