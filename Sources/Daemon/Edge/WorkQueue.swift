import Glibc

/// A bounded queue that threads wait at.
///
/// `@unchecked Sendable` because the mutex guards every access to `items` and `isStopped`, and the pointers never change.
final class WorkQueue<Item: Sendable>: @unchecked Sendable {
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private let limit: Int
  /// In the order of arrival, from `first` on.
  private var items: [Item] = []
  private var first = 0
  private var isStopped = false

  init(limit: Int) {
    self.limit = limit
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(condition, nil)
  }

  deinit {
    pthread_cond_destroy(condition)
    pthread_mutex_destroy(mutex)
    condition.deallocate()
    mutex.deallocate()
  }

  /// False if too much waits, or if the queue is stopped.
  func push(_ item: Item) -> Bool {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    guard !isStopped, items.count - first < limit else { return false }
    items.append(item)
    pthread_cond_signal(condition)
    return true
  }

  /// Waits for an item; nil once the queue is stopped and empty.
  func pop() -> Item? {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    while first == items.count, !isStopped { pthread_cond_wait(condition, mutex) }
    guard first < items.count else { return nil }
    let item = items[first]
    first += 1
    if first == items.count || first >= 64 {
      items.removeFirst(first)
      first = 0
    }
    return item
  }

  /// Items that are queued are still handed out.
  func stop() {
    pthread_mutex_lock(mutex)
    isStopped = true
    pthread_mutex_unlock(mutex)
    pthread_cond_broadcast(condition)
  }
}
