import CSQLite
import Synchronization

/// Ends a long read from another thread. It takes effect when SQLite next looks, between two steps of its virtual
/// machine or within its longer loops.
public final class Interruption: Sendable {
  /// The reason why a read was ended.
  public enum Reason: Sendable {
    /// The caller no longer waits for the answer.
    case cancelled
    /// The caller's own time limit is over.
    case timedOut
  }

  private struct State {
    var reason: Reason?
    /// The address of the connection that is reading; 0 if none is.
    var connection: UInt = 0
  }

  private let state = Mutex(State())

  /// A new interruption ends nothing until `interrupt` is called.
  public init() {}

  /// The first reason given; nil if the read was not interrupted.
  public var reason: Reason? { state.withLock { $0.reason } }

  /// Ends the read. If this is called more than once, the first reason counts.
  public func interrupt(_ reason: Reason) {
    state.withLock { state in
      if state.reason == nil { state.reason = reason }
      // The lock prevents the connection from being closed at the same time.
      if let connection = OpaquePointer(bitPattern: state.connection) { sqlite3_interrupt(connection) }
    }
  }

  func attach(_ connection: OpaquePointer) {
    let address = UInt(bitPattern: connection)
    state.withLock { $0.connection = address }
  }

  func detach() { state.withLock { $0.connection = 0 } }
}
