import CSQLite
import Synchronization

/// Ends a long read from another thread, as soon as SQLite looks: between two steps of its machine, and in its longer loops.
public final class Interruption: Sendable {
  public enum Reason: Sendable {
    /// The caller does not wait for the answer any more.
    case cancelled
    case timedOut
  }

  private struct State {
    var reason: Reason?
    /// The address of the connection that is reading; 0: none is.
    var connection: UInt = 0
  }

  private let state = Mutex(State())

  public init() {}

  /// nil as long as nobody has interrupted.
  public var reason: Reason? { state.withLock { $0.reason } }

  /// The first reason counts.
  public func interrupt(_ reason: Reason) {
    state.withLock { state in
      if state.reason == nil { state.reason = reason }
      // Under the lock, so that the connection cannot be closed at the same time.
      if let connection = OpaquePointer(bitPattern: state.connection) { sqlite3_interrupt(connection) }
    }
  }

  func attach(_ connection: OpaquePointer) {
    let address = UInt(bitPattern: connection)
    state.withLock { $0.connection = address }
  }

  func detach() { state.withLock { $0.connection = 0 } }
}
