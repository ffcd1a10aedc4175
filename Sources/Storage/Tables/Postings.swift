/// Money that moved between two accounts of a family, append-only. Amounts are positive minor units (cents).
public struct PostingRecord: Hashable, Sendable {
  public var family: FamilyID
  /// The history row that made it.
  public var sequence: Int64
  /// Position within that row, from 0.
  public var position: Int64
  /// The business name of the posting (`refund/1`), by which it can be reversed; empty if it has none.
  public var id: String
  public var debit: String
  public var credit: String
  /// Minor units, above 0.
  public var amount: Int64
  /// ISO 4217, upper case.
  public var currency: String
  public var at: StoredInstant

  public init(
    family: FamilyID, sequence: Int64, position: Int64, id: String, debit: String, credit: String, amount: Int64,
    currency: String, at: StoredInstant
  ) {
    self.family = family
    self.sequence = sequence
    self.position = position
    self.id = id
    self.debit = debit
    self.credit = credit
    self.amount = amount
    self.currency = currency
    self.at = at
  }
}

public protocol ReadPostings: AnyObject {
  /// Ascending by (sequence, position).
  func postings(of family: FamilyID) throws(StoreError) -> [PostingRecord]
  /// Sum of credits minus debits of one account over all families and one currency; for reports.
  func total(account: String, currency: String) throws(StoreError) -> Int64
}

public protocol WritePostings: AnyObject {
  /// `constraint` if (family, sequence, position) exists, the amount is not positive, or without its family.
  func appendPosting(_ record: PostingRecord) throws(StoreError)
}
