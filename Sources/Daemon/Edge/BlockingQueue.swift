import Glibc

/// A queue at which threads wait. One thread may take many items at a time, or several may take one each.
///
/// `@unchecked Sendable` because the mutex guards every access to `items`, `first` and the two flags, and the pointers
/// never change.
final class BlockingQueue<Item: Sendable>: @unchecked Sendable {
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private let limit: Int
  /// The items in the order of arrival, from `first` on.
  private var items: [Item] = []
  private var first = 0
  private var isStopped = false
  /// True once a thread was told that the queue is stopped and empty.
  private var isEnded = false
  /// So many items wake a thread; more than one while the only taker gathers a group.
  private var wanted = 1

  /// - Parameter limit: the most items that wait; one more is refused.
  init(limit: Int = .max) {
    self.limit = limit
    pthread_mutex_init(mutex, nil)
    // Waits are measured by the monotonic clock, so that a step of the wall clock does not change them.
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

  /// Adds an item. Returns false if too many wait, or if the queue has ended and nobody would take it.
  @discardableResult
  func push(_ item: Item) -> Bool {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    guard !isEnded, items.count - first < limit else { return false }
    items.append(item)
    if items.count - first >= wanted { pthread_cond_signal(condition) }
    return true
  }

  /// Waits for an item and takes it. Returns nil once the queue is stopped and empty.
  func pop() -> Item? { take(limit: 1, waiting: nil)?.first }

  /// Waits for items, at most for `waiting` (nil: without a limit), and takes up to `limit` of them. Returns nil once the
  /// queue is stopped and empty.
  ///
  /// - Parameter group: how many items are worth taking at once, and how long the first of them waits for the others.
  ///   Only for a queue with a single taker.
  func take(limit: Int, waiting: Duration?, group: GroupCommit = .none) -> [Item]? {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    wait(for: 1, atMost: waiting)
    if group.size > 1, first < items.count { wait(for: min(group.size, limit), atMost: group.wait) }
    if first == items.count, isStopped {
      isEnded = true
      return nil
    }
    let end = min(items.count, first + limit)
    let taken = Array(items[first..<end])
    first = end
    if first == items.count {
      items.removeAll(keepingCapacity: items.capacity <= 4_096)
      first = 0
    } else if first >= max(64, items.count / 2) {
      items.removeFirst(first)
      first = 0
    }
    return taken
  }

  /// Ends all waits. The items in the queue are still handed out, and so is an item that comes before a thread has seen
  /// the end.
  func stop() {
    pthread_mutex_lock(mutex)
    isStopped = true
    pthread_mutex_unlock(mutex)
    pthread_cond_broadcast(condition)
  }

  /// Waits until there are `count` items, the queue is stopped or the time is over. The caller holds the mutex.
  private func wait(for count: Int, atMost waiting: Duration?) {
    guard items.count - first < count, !isStopped else { return }
    wanted = count
    defer { wanted = 1 }
    guard let waiting else {
      while items.count - first < count, !isStopped { pthread_cond_wait(condition, mutex) }
      return
    }
    var deadline = timespec()
    clock_gettime(CLOCK_MONOTONIC, &deadline)
    let nanoseconds = waiting.components.attoseconds / 1_000_000_000 + Int64(deadline.tv_nsec)
    deadline.tv_sec += Int(waiting.components.seconds) + Int(nanoseconds / 1_000_000_000)
    deadline.tv_nsec = Int(nanoseconds % 1_000_000_000)
    while items.count - first < count, !isStopped {
      if pthread_cond_timedwait(condition, mutex, &deadline) == ETIMEDOUT { return }
    }
  }
}
