import Control
import Synchronization

/// A follower's subscription. When it is released because the reader has disconnected, the follower is removed.
final class LineSubscription: Sendable {
  let buffer: LineBuffer
  private let atEnd: Mutex<[@Sendable () -> Void]>

  init(_ buffer: LineBuffer, atEnd: @escaping @Sendable () -> Void) {
    self.buffer = buffer
    self.atEnd = Mutex([atEnd])
  }

  deinit {
    for body in atEnd.withLock({ $0 }) { body() }
  }

  func next() async -> EventStreamEntry? { await buffer.next() }

  /// Adds work to do when the reader disconnects.
  func alsoAtEnd(_ body: @escaping @Sendable () -> Void) { atEnd.withLock { $0.append(body) } }
}
