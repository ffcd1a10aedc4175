import Synchronization

/// Bounds the number of requests that are under way.
final class Gate: Sendable {
  private let limit: Int
  private let inside = Mutex(0)

  init(_ limit: Int) {
    self.limit = limit
  }

  func enter() -> Bool {
    inside.withLock { inside in
      guard inside < limit else { return false }
      inside += 1
      return true
    }
  }

  func leave() {
    inside.withLock { $0 -= 1 }
  }
}
