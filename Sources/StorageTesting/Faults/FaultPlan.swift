public import Storage

/// The faults of a `FaultyStore`. Commits are counted from 1 over the life of the store, whichever writer makes them.
public struct FaultPlan: Sendable {
  /// The commit before which the process dies, so that nothing of it is written; nil for none.
  public var crashBeforeCommit: Int?
  /// The commit after which the process dies: it is durable, but its caller is not told; nil for none.
  public var crashAfterCommit: Int?
  /// The commits that fail, with the kind of error. Nothing of them is written.
  public var failures: [Int: StoreError.Kind]
  /// The commits that are written although their caller gets this error, as after a sync that failed.
  public var failuresAfterwards: [Int: StoreError.Kind]

  /// The writes that are refused as by a constraint: the row is not written, and the transaction continues. Writes are
  /// counted from 1 over the life of the store, those that are rolled back included.
  public var refusedWrites: Set<Int>
  /// The writes that fail with this kind of error, as on a disk that is full or breaks. They are counted as those that
  /// are refused.
  public var failedWrites: [Int: StoreError.Kind]
  /// The family whose history takes no further row, so that none of its steps can be written; nil for none.
  public var refusedFamily: FamilyID?

  /// Without arguments nothing fails.
  public init(
    crashBeforeCommit: Int? = nil, crashAfterCommit: Int? = nil, failures: [Int: StoreError.Kind] = [:],
    failuresAfterwards: [Int: StoreError.Kind] = [:], refusedWrites: Set<Int> = [],
    failedWrites: [Int: StoreError.Kind] = [:], refusedFamily: FamilyID? = nil
  ) {
    self.refusedWrites = refusedWrites
    self.failedWrites = failedWrites
    self.refusedFamily = refusedFamily
    self.failuresAfterwards = failuresAfterwards
    self.crashBeforeCommit = crashBeforeCommit
    self.crashAfterCommit = crashAfterCommit
    self.failures = failures
  }

  /// A plan without faults, for counting the commits of a run.
  public static let none = FaultPlan()
}

extension StoreError {
  private static let crash = "simulated crash"

  static func simulatedCrash(_ place: String) -> StoreError { StoreError(.ambiguous, "\(crash) \(place)") }

  /// True for the error that a `FaultyStore` throws in place of the death of the process.
  public var isSimulatedCrash: Bool { kind == .ambiguous && message.hasPrefix(Self.crash) }

  /// True for any error that a `FaultyStore` invented.
  public var isSimulated: Bool { message.hasPrefix("simulated ") }
}
