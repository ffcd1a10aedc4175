public import Storage

/// One promise of the storage contract, to be kept by every store. Each is a case of its own in a test report.
///
///     @Test(arguments: StoreGuarantee.all) func honours(_ guarantee: StoreGuarantee) throws {
///       try guarantee.check(MemoryStore())
///     }
public struct StoreGuarantee: Sendable, CustomStringConvertible {
  public let description: String
  private let body: @Sendable (Bench) throws -> Void

  init(_ description: String, _ body: @escaping @Sendable (Bench) throws -> Void) {
    self.description = description
    self.body = body
  }

  /// Checks the promise on a fresh, empty store. Throws a `StoreViolation` that says what was expected and what came.
  public func check(_ store: any Store) throws { try body(Bench(store)) }

  /// All promises, table by table, then the rules of transactions.
  public static let all = [
    FamilyGuarantees.all, InstanceGuarantees.all, HistoryGuarantees.all, HistoryGuarantees.postings, ViewGuarantees.all,
    TimerGuarantees.all, TaskGuarantees.all, AttemptGuarantees.all, ClaimGuarantees.all, BasicGuarantees.all,
    BasicGuarantees.definitions, SenderGuarantees.all, InboxGuarantees.all, IncidentGuarantees.all,
    VerificationReads.guarantees, TransactionGuarantees.all, SavepointGuarantees.all,
  ].flatMap(\.self)
}

/// A promise that a store did not keep.
public struct StoreViolation: Error, CustomStringConvertible {
  public let description: String
}
