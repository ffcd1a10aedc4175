import Control
import Synchronization

/// A follower's hold on its lines. When nobody holds it any more, since the stream's reader went away, the follower is forgotten.
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

  /// Something more that is done when the reader goes away.
  func alsoAtEnd(_ body: @escaping @Sendable () -> Void) { atEnd.withLock { $0.append(body) } }
}
