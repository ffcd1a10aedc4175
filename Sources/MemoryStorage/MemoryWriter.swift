import Storage
import Synchronization

/// Writes the store. It changes a copy of the committed state, which replaces that state at commit.
final class MemoryWriter: MemoryReader, StoreWriter {
  private var working: Tables?
  /// The states to which open savepoints return, the newest last.
  private var savepoints: [Tables] = []

  init(writing store: MemoryStore) throws(StoreError) {
    let isFree = store.state.withLock { state in
      defer { state.hasWriter = true }
      return !state.hasWriter
    }
    guard isFree else { throw StoreError(.busy, "a store has one writer; let the other one go first") }
    super.init(store)
  }

  deinit { store.state.withLock { $0.hasWriter = false } }

  override var tables: Tables { working ?? store.committed }

  func begin() throws(StoreError) {
    guard working == nil else { throw StoreError(.misuse, "begin: a transaction is open already") }
    working = store.committed
  }

  func commit() throws(StoreError) {
    guard let working else { throw StoreError(.misuse, "commit: no transaction is open") }
    guard savepoints.isEmpty else {
      throw StoreError(.misuse, "commit: \(savepoints.count) savepoints are open; release them or roll them back")
    }
    store.state.withLock { $0.committed = working }
    self.working = nil
  }

  /// Nothing outlives the process.
  func close() {}

  func rollback() {
    working = nil
    savepoints = []
  }

  func beginSavepoint() throws(StoreError) {
    guard let working else { throw StoreError(.misuse, "beginSavepoint: no transaction is open") }
    savepoints.append(working)
  }

  func releaseSavepoint() throws(StoreError) {
    guard savepoints.popLast() != nil else { throw StoreError(.misuse, "releaseSavepoint: no savepoint is open") }
  }

  func rollbackSavepoint() throws(StoreError) {
    guard let state = savepoints.popLast() else {
      throw StoreError(.misuse, "rollbackSavepoint: no savepoint is open")
    }
    working = state
  }

  func maintain(idle: Bool) throws(StoreError) {
    guard working == nil else { throw StoreError(.misuse, "maintain: a transaction is open") }
  }

  /// Changes the state of the open transaction. `body` checks everything before it changes anything.
  func write<T>(_ table: String, _ body: (inout Tables) throws(StoreError) -> T) throws(StoreError) -> T {
    guard working != nil else { throw StoreError(.misuse, "\(table): a write outside a transaction") }
    return try body(&working!)
  }

  /// Throws `constraint` unless a hash has its length.
  static func requireLength(_ hash: [UInt8], _ count: Int, _ column: String) throws(StoreError) {
    guard hash.count == count else {
      throw StoreError(.constraint, "\(column) has \(hash.count) bytes, expected \(count)")
    }
  }
}
