public import Storage
import Synchronization

/// A store that fails by plan: the store that it wraps, with faults at commits. After a crash its writer refuses
/// everything, as a dead process would; go on with the wrapped store, reopened.
public final class FaultyStore: Store {
  private struct State {
    var plan: FaultPlan
    var commits = 0
    var writes = 0
    var crash: StoreError?
  }

  private let wrapped: any Store
  private let state: Mutex<State>

  public init(wrapping store: any Store, plan: FaultPlan = .none) {
    wrapped = store
    state = Mutex(State(plan: plan))
  }

  /// How many commits were asked for, failed ones counted.
  public var commitCount: Int { state.withLock { $0.commits } }

  /// How many writes were asked for, refused ones counted.
  public var writeCount: Int { state.withLock { $0.writes } }

  /// True once the plan's crash has happened.
  public var hasCrashed: Bool { state.withLock { $0.crash != nil } }

  /// The faults from now on; commits are counted on.
  public func setPlan(_ plan: FaultPlan) { state.withLock { $0.plan = plan } }

  public func makeWriter() throws(StoreError) -> any StoreWriter {
    try refuseIfCrashed()
    return FaultyWriter(try wrapped.makeWriter(), of: self)
  }

  public func makeReader() throws(StoreError) -> any StoreReader { try wrapped.makeReader() }

  func refuseIfCrashed() throws(StoreError) {
    if let crash = state.withLock({ $0.crash }) { throw crash }
  }

  /// Counts a write; throws if the plan refuses it.
  func refuseIfPlanned() throws(StoreError) {
    let (number, isRefused) = state.withLock { state in
      state.writes += 1
      return (state.writes, state.plan.refusedWrites.contains(state.writes))
    }
    if isRefused { throw StoreError(.constraint, "simulated refusal of write \(number)") }
  }

  /// Commits, or does what the plan says in its place.
  func commit(_ writer: any StoreWriter) throws(StoreError) {
    try refuseIfCrashed()
    let (number, plan) = state.withLock { state in
      state.commits += 1
      return (state.commits, state.plan)
    }
    if plan.crashBeforeCommit == number {
      writer.rollback()
      throw crash("before commit \(number)")
    }
    if let kind = plan.failures[number] {
      writer.rollback()
      throw StoreError(kind, "simulated failure of commit \(number)")
    }
    try writer.commit()
    if plan.crashAfterCommit == number { throw crash("after commit \(number)") }
  }

  private func crash(_ place: String) -> StoreError {
    let error = StoreError.simulatedCrash(place)
    state.withLock { $0.crash = error }
    return error
  }
}
