/// Money that moved between two accounts of a family. Postings are append-only.
public struct PostingRecord: Hashable, Sendable {
  /// The family in whose books the posting stands.
  public var family: FamilyID
  /// The sequence number of the history row that made the posting.
  public var sequence: Int64
  /// The position within that row, from 0.
  public var position: Int64
  /// The business name of the posting (`refund/1`), by which it can be reversed; empty if it has none.
  public var id: String
  /// The name of the account from which the money moves.
  public var debit: String
  /// The name of the account to which the money moves.
  public var credit: String
  /// Minor units of the currency (cents), above 0.
  public var amount: Int64
  /// An ISO 4217 code in upper case.
  public var currency: String
  /// The time of the step that made the posting.
  public var at: StoredInstant

  /// - Parameter amount: minor units, above 0.
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

/// Reads postings.
public protocol ReadPostings: AnyObject {
  /// Returns a family's postings in ascending order of (sequence, position).
  func postings(of family: FamilyID) throws(StoreError) -> [PostingRecord]
  /// Returns an account's credits minus its debits over all families in one currency, in minor units, for reports.
  func total(account: String, currency: String) throws(StoreError) -> Int64
}

/// Writes postings.
public protocol WritePostings: AnyObject {
  /// Appends a posting. Throws `constraint` if (family, sequence, position) exists, if the amount is not positive, or
  /// if the family does not exist.
  func appendPosting(_ record: PostingRecord) throws(StoreError)
}
