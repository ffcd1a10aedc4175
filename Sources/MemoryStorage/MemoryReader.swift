import Storage

/// Reads the last committed state. Each call sees one state.
class MemoryReader: StoreReader {
  let store: MemoryStore

  init(_ store: MemoryStore) { self.store = store }

  /// The tables that are visible now.
  var tables: Tables { store.committed }
}
