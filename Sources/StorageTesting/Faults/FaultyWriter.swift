import Storage

/// Forwards every call to the wrapped writer, except for commits and writes that the plan makes fail, and for what the
/// store lies about.
final class FaultyWriter: StoreWriter {
  private let wrapped: any StoreWriter
  let store: FaultyStore

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
  func writing() throws(StoreError) -> any StoreWriter {
    try store.refuseIfPlanned()
    return try alive()
  }

  func begin() throws(StoreError) { try alive().begin() }

  func commit() throws(StoreError) { try store.commit(wrapped) }

  func rollback() { wrapped.rollback() }
  func close() { wrapped.close() }

  func beginSavepoint() throws(StoreError) { try alive().beginSavepoint() }

  func releaseSavepoint() throws(StoreError) { try alive().releaseSavepoint() }

  func rollbackSavepoint() throws(StoreError) {
    if store.tells(.keepsRolledBack) { return try alive().releaseSavepoint() }
    try alive().rollbackSavepoint()
  }

  func maintain(idle: Bool) throws(StoreError) { try alive().maintain(idle: idle) }
}
