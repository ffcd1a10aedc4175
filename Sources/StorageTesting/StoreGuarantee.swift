public import Storage

/// A guarantee of the storage contract that every store has to keep. Each is a case of its own in a test report.
///
///     @Test(arguments: StoreGuarantee.all) func honours(_ guarantee: StoreGuarantee) throws {
///       try guarantee.check(MemoryStore())
///     }
public struct StoreGuarantee: Sendable, CustomStringConvertible {
  /// The guarantee as a sentence, for the test report.
  public let description: String
  private let body: @Sendable (Bench) throws -> Void

  init(_ description: String, _ body: @escaping @Sendable (Bench) throws -> Void) {
    self.description = description
    self.body = body
  }

  /// Checks the guarantee on a fresh, empty store. Throws a `StoreViolation` that names the expected and the actual
  /// result.
  public func check(_ store: any Store) throws { try body(Bench(store)) }

  /// All guarantees, table by table, then those of transactions.
  public static let all = [
    FamilyGuarantees.all, InstanceGuarantees.all, HistoryGuarantees.all, HistoryGuarantees.postings, ViewGuarantees.all,
    TimerGuarantees.all, TaskGuarantees.all, AttemptGuarantees.all, ClaimGuarantees.all, BasicGuarantees.all,
    BasicGuarantees.definitions, SenderGuarantees.all, RecordGuarantees.all, InboxGuarantees.all,
    IncidentGuarantees.all,
    VerificationReads.guarantees, TransactionGuarantees.all, SavepointGuarantees.all,
  ].flatMap(\.self)
}

/// A guarantee that a store did not keep.
public struct StoreViolation: Error, CustomStringConvertible {
  /// The guarantee, the expected and the actual result.
  public let description: String
}
