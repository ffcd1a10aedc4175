public import Storage
import Synchronization

/// A store with planned faults. It wraps another store and fails at commits and writes. After a crash its writer
/// refuses every call, as a dead process would; the test continues with the wrapped store, reopened.
public final class FaultyStore: Store {
  private struct State {
    var plan: FaultPlan
    var commits = 0
    var writes = 0
    var crash: StoreError?
    var losable = 0
    var blamed: Set<FamilyID> = []
    var isBlameUnclear = false
  }

  private let wrapped: any Store
  private let state: Mutex<State>
  private let lies: Set<StoreLie>

  /// - Parameters:
  ///   - store: shares its state with this store and stays free of faults.
  ///   - lies: the untruths that the writer tells.
  public init(wrapping store: any Store, plan: FaultPlan = .none, lies: Set<StoreLie> = []) {
    wrapped = store
    self.lies = lies
    state = Mutex(State(plan: plan))
  }

  /// The number of commits that were requested, failed ones included.
  public var commitCount: Int { state.withLock { $0.commits } }

  /// The number of writes that were requested, refused ones included.
  public var writeCount: Int { state.withLock { $0.writes } }

  /// The families whose rows were refused so far; nil if the family of some refused row is not known.
  public var blamed: Set<FamilyID>? { state.withLock { $0.isBlameUnclear ? nil : $0.blamed } }

  /// True once the plan's crash has happened.
  public var hasCrashed: Bool { state.withLock { $0.crash != nil } }

  /// The present plan.
  public var plan: FaultPlan { state.withLock { $0.plan } }

  /// Replaces the plan. The counts of commits and writes continue.
  public func setPlan(_ plan: FaultPlan) { state.withLock { $0.plan = plan } }

  /// Makes a writer of the wrapped store. Throws the crash's error once the process is meant to be dead.
  public func makeWriter() throws(StoreError) -> any StoreWriter {
    try refuseIfCrashed()
    return FaultyWriter(try wrapped.makeWriter(), of: self)
  }

  /// Makes a reader of the wrapped store; it has no faults.
  public func makeReader() throws(StoreError) -> any StoreReader { try wrapped.makeReader() }

  func tells(_ lie: StoreLie) -> Bool { lies.contains(lie) }

  /// True for every seventh row of a store that loses some.
  func losesNext(_ lie: StoreLie) -> Bool {
    tells(lie)
      && state.withLock { state in
        state.losable += 1
        return state.losable % 7 == 0
      }
  }

  func refuseIfCrashed() throws(StoreError) {
    if let crash = state.withLock({ $0.crash }) { throw crash }
  }

  /// Counts a write. Throws if the plan refuses it or lets it fail.
  ///
  /// - Parameter family: the family of the row; nil if the row does not tell.
  func refuseIfPlanned(_ family: FamilyID?, isHistory: Bool) throws(StoreError) {
    let (number, isRefused, failure) = state.withLock { state in
      state.writes += 1
      let isRefused =
        state.plan.refusedWrites.contains(state.writes)
        || (isHistory && family != nil && state.plan.refusedFamily == family)
      if isRefused {
        if let family { state.blamed.insert(family) } else { state.isBlameUnclear = true }
      }
      return (state.writes, isRefused, state.plan.failedWrites[state.writes])
    }
    if isRefused { throw StoreError(.constraint, "simulated refusal of write \(number)") }
    if let failure { throw StoreError(failure, "simulated failure of write \(number)") }
  }

  /// Commits, or does instead as the plan says.
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
    if let kind = plan.failuresAfterwards[number] {
      throw StoreError(kind, "simulated failure after commit \(number)")
    }
    if plan.crashAfterCommit == number { throw crash("after commit \(number)") }
  }

  private func crash(_ place: String) -> StoreError {
    let error = StoreError.simulatedCrash(place)
    state.withLock { $0.crash = error }
    return error
  }
}
