import Glibc

/// A queue between threads that never holds more than `capacity` elements. Its only consumer takes all elements at
/// once.
///
/// It is @unchecked Sendable because `items`, `accepted`, `finished` and `isClosed` are accessed only while `mutex` is
/// held, and the pointers are set once, before the queue is shared, and freed when no reference to it is left.
final class BoundedQueue<Element: Sendable>: @unchecked Sendable {
  private let capacity: Int
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let filled = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private let drained = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private var items: [Element] = []
  private var accepted: UInt64 = 0
  private var finished: UInt64 = 0
  private var isClosed = false

  init(capacity: Int) {
    self.capacity = capacity
    items.reserveCapacity(min(capacity, 1024))
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(filled, nil)
    // The monotonic clock bounds the waits, because a step of the wall clock must not lengthen them.
    var attributes = pthread_condattr_t()
    pthread_condattr_init(&attributes)
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
    pthread_cond_init(drained, &attributes)
    pthread_condattr_destroy(&attributes)
  }

  deinit {
    pthread_cond_destroy(filled)
    pthread_cond_destroy(drained)
    pthread_mutex_destroy(mutex)
    filled.deallocate()
    drained.deallocate()
    mutex.deallocate()
  }

  /// Appends the element. Returns false if the queue is closed or stays full for longer than `waitLimit`.
  func put(_ element: Element, waitLimit: Duration = .zero) -> Bool {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    if items.count >= capacity, waitLimit > .zero {
      wait(atMost: waitLimit) { items.count < capacity || isClosed }
    }
    guard items.count < capacity, !isClosed else { return false }
    items.append(element)
    accepted += 1
    if items.count == 1 { pthread_cond_signal(filled) }
    return true
  }

  /// Waits for elements and takes them all. Returns nil once the queue is closed and empty. Elements that were taken
  /// count as finished at the next call.
  func takeAll() -> [Element]? {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    if finished != accepted - UInt64(items.count) {
      finished = accepted - UInt64(items.count)
      pthread_cond_broadcast(drained)
    }
    while items.isEmpty, !isClosed { pthread_cond_wait(filled, mutex) }
    guard !items.isEmpty else { return nil }
    var taken: [Element] = []
    taken.reserveCapacity(min(capacity, 1024))
    swap(&taken, &items)
    pthread_cond_broadcast(drained)
    return taken
  }

  /// Waits until everything that was put before this call is finished. Returns false if that takes longer than
  /// `waitLimit`.
  func flush(within waitLimit: Duration) -> Bool {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    let target = accepted
    wait(atMost: waitLimit) { finished >= target }
    return finished >= target
  }

  /// Refuses further elements. The consumer still gets those that are in the queue.
  func close() {
    pthread_mutex_lock(mutex)
    isClosed = true
    pthread_cond_broadcast(filled)
    pthread_cond_broadcast(drained)
    pthread_mutex_unlock(mutex)
  }

  /// Waits until `isDone` or the time is over. The caller holds the mutex.
  private func wait(atMost waitLimit: Duration, until isDone: () -> Bool) {
    var deadline = timespec()
    clock_gettime(CLOCK_MONOTONIC, &deadline)
    let (seconds, attoseconds) = waitLimit.components
    deadline.tv_nsec += Int(attoseconds / 1_000_000_000)
    deadline.tv_sec += Int(seconds) + deadline.tv_nsec / 1_000_000_000
    deadline.tv_nsec %= 1_000_000_000
    while !isDone() {
      if pthread_cond_timedwait(drained, mutex, &deadline) == ETIMEDOUT { return }
    }
  }
}
