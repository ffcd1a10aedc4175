import Storage
import Synchronization

/// Read-only connections, lent to one reader at a time.
final class ReaderPool: Sendable {
  private let store: any Store
  private let idle = Mutex<[Lent]>([])
  private static let kept = 4

  /// `@unchecked Sendable` because a connection is in the pool or with exactly one borrower, never both.
  private struct Lent: @unchecked Sendable {
    let reader: any StoreReader
  }

  init(_ store: any Store) { self.store = store }

  /// Runs a read; nil if the store cannot be read at present.
  func read<T: Sendable>(_ body: @Sendable (any StoreReader) throws(StoreError) -> T) async -> T? {
    do {
      return try query(body)
    } catch {
      return nil
    }
  }

  /// Runs a read; the store's error is the caller's.
  func query<T>(_ body: (any StoreReader) throws(StoreError) -> T) throws(StoreError) -> T {
    let lent: Lent
    if let kept = idle.withLock({ $0.popLast() }) {
      lent = kept
    } else {
      lent = Lent(reader: try store.makeReader())
    }
    let result = try body(lent.reader)
    idle.withLock { if $0.count < Self.kept { $0.append(lent) } }
    return result
  }
}
