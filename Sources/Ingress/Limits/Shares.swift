import Synchronization

/// Bounds the requests that each client has under way. A client without any has no entry, so the table is bounded by
/// the connections.
package final class Shares: Sendable {
  private let share: Int
  private let held = Mutex<[String: Int]>([:])

  package init(_ share: Int) {
    self.share = share
  }

  /// Returns false if the client's share is used up.
  package func enter(_ client: String) -> Bool {
    held.withLock { held in
      let count = held[client] ?? 0
      guard count < share else { return false }
      held[client] = count + 1
      return true
    }
  }

  package func leave(_ client: String) {
    held.withLock { held in
      let left = (held[client] ?? 1) - 1
      held[client] = left > 0 ? left : nil
    }
  }

  /// The number of clients with a request under way.
  var count: Int { held.withLock { $0.count } }
}
