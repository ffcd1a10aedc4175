import Storage

/// Forwards every call to the wrapped writer, except for commits and writes that the plan makes fail, and for what the
/// store lies about.
final class FaultyWriter: StoreWriter {
  private let wrapped: any StoreWriter
  let store: FaultyStore
  /// The number of open savepoints.
  private var depth = 0

  init(_ wrapped: any StoreWriter, of store: FaultyStore) {
    self.wrapped = wrapped
    self.store = store
  }

  /// Returns the wrapped writer. Throws if the process is meant to be dead.
  func alive() throws(StoreError) -> any StoreWriter {
    try store.refuseIfCrashed()
    return wrapped
  }

  /// Returns the wrapped writer for a write, which the plan may refuse.
  ///
  /// - Parameter family: the family of the row; nil if the row does not tell.
  func writing(_ family: FamilyID?, isHistory: Bool = false) throws(StoreError) -> any StoreWriter {
    try store.refuseIfPlanned(family, isHistory: isHistory)
    return try alive()
  }

  func begin() throws(StoreError) {
    depth = 0
    try alive().begin()
  }

  func commit() throws(StoreError) { try store.commit(wrapped) }

  func rollback() { wrapped.rollback() }
  func close() { wrapped.close() }

  func beginSavepoint() throws(StoreError) {
    try alive().beginSavepoint()
    depth += 1
  }

  func releaseSavepoint() throws(StoreError) {
    try alive().releaseSavepoint()
    depth -= 1
  }

  func rollbackSavepoint() throws(StoreError) {
    depth -= 1
    if store.tells(.keepsRolledBack) { return try alive().releaseSavepoint() }
    guard store.tells(.rollsBackTooMuch) else { return try alive().rollbackSavepoint() }
    let writer = try alive()
    writer.rollback()
    try writer.begin()
    for _ in 0..<depth { try writer.beginSavepoint() }
  }

  func maintain(idle: Bool) throws(StoreError) { try alive().maintain(idle: idle) }
}
