import Storage

/// Reads the last committed state; each call sees one state.
class MemoryReader: StoreReader {
  let store: MemoryStore

  init(_ store: MemoryStore) { self.store = store }

  /// What is visible now.
  var tables: Tables { store.committed }
}
