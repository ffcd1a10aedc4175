public import Storage
import Synchronization

/// A store in memory, for tests and simulation. It keeps the contract without a disk. The committed state is one
/// immutable value, which all readers share.
public final class MemoryStore: Store {
  struct State: Sendable {
    var committed = Tables()
    var hasWriter = false
  }

  let state: Mutex<State>

  /// An empty store.
  public convenience init() { self.init(Tables()) }

  init(_ tables: Tables) { state = Mutex(State(committed: tables)) }

  /// Makes the writer. Throws `busy` while another one exists.
  public func makeWriter() throws(StoreError) -> any StoreWriter { try MemoryWriter(writing: self) }

  /// Makes a reader; it never throws.
  public func makeReader() throws(StoreError) -> any StoreReader { MemoryReader(self) }

  /// Returns the store that another process would find if this one died now: it has the last committed state and no
  /// writer. This store and its copies do not notice.
  public func reopened() -> MemoryStore { MemoryStore(committed) }

  var committed: Tables { state.withLock { $0.committed } }
}
