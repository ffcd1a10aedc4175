public import Storage
import Synchronization

/// A store in memory, for tests and simulation: the contract without a disk. What was committed is one immutable value,
/// shared by all readers.
public final class MemoryStore: Store {
  struct State: Sendable {
    var committed = Tables()
    var hasWriter = false
  }

  let state: Mutex<State>

  public convenience init() { self.init(Tables()) }

  init(_ tables: Tables) { state = Mutex(State(committed: tables)) }

  /// `busy` while another writer lives.
  public func makeWriter() throws(StoreError) -> any StoreWriter { try MemoryWriter(writing: self) }

  public func makeReader() throws(StoreError) -> any StoreReader { MemoryReader(self) }

  /// What another process would find after this one died now: a store with the last committed state and no writer. This
  /// store and what was made of it go on unseen.
  public func reopened() -> MemoryStore { MemoryStore(committed) }

  var committed: Tables { state.withLock { $0.committed } }
}
