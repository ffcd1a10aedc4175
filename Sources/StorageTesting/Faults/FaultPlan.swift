public import Storage

/// What goes wrong, and at which commit. Commits are counted from 1 over the life of a `FaultyStore`, whoever makes its
/// writers.
public struct FaultPlan: Sendable {
  /// The process dies before this commit: nothing of it is written.
  public var crashBeforeCommit: Int?
  /// The process dies after this commit: it is durable, and nobody hears so.
  public var crashAfterCommit: Int?
  /// These commits fail with a kind of error; nothing of them is written.
  public var failures: [Int: StoreError.Kind]

  /// These writes are refused, as by a constraint: the row is not written, the transaction goes on. Writes are counted from 1 over the
  /// life of a `FaultyStore`, those that are rolled back included.
  public var refusedWrites: Set<Int>

  public init(
    crashBeforeCommit: Int? = nil, crashAfterCommit: Int? = nil, failures: [Int: StoreError.Kind] = [:],
    refusedWrites: Set<Int> = []
  ) {
    self.refusedWrites = refusedWrites
    self.crashBeforeCommit = crashBeforeCommit
    self.crashAfterCommit = crashAfterCommit
    self.failures = failures
  }

  /// Nothing goes wrong; for counting the commits of a run.
  public static let none = FaultPlan()
}

extension StoreError {
  private static let crash = "simulated crash"

  static func simulatedCrash(_ place: String) -> StoreError { StoreError(.ambiguous, "\(crash) \(place)") }

  /// True for the error that a `FaultyStore` throws in place of the process dying.
  public var isSimulatedCrash: Bool { kind == .ambiguous && message.hasPrefix(Self.crash) }

  /// True for any error that a `FaultyStore` made up.
  public var isSimulated: Bool { message.hasPrefix("simulated ") }
}
