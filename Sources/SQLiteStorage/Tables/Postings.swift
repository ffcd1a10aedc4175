public import Storage

enum PostingQuery: Int, Query {
  /// `total` reads the whole table. It is meant for reports, on a reader.
  case ofFamily, total, append

  static var slot: TableSlot { .postings }
  private static let columns = "family, sequence, position, id, debit, credit, amount, currency, at"

  var sql: String {
    switch self {
    case .ofFamily: "SELECT \(Self.columns) FROM postings WHERE family = ?1 ORDER BY sequence, position"
    case .total:
      """
      SELECT coalesce(sum(amount * ((credit = ?1) - (debit = ?1))), 0) FROM postings
      WHERE currency = ?2 AND (credit = ?1 OR debit = ?1)
      """
    case .append: "INSERT INTO postings (\(Self.columns)) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)"
    }
  }

  static func record(_ row: Statement) -> PostingRecord {
    PostingRecord(
      family: FamilyID(rawValue: row.int()), sequence: row.int(), position: row.int(), id: row.text(),
      debit: row.text(), credit: row.text(), amount: row.int(), currency: row.text(), at: row.int())
  }
}

extension SQLiteReader {
  /// Reads the postings by the primary key.
  public func postings(of family: FamilyID) throws(StoreError) -> [PostingRecord] {
    try read(PostingQuery.ofFamily).bind(family.rawValue).all(PostingQuery.record)
  }

  /// Reads the whole table; meant for reports, on a reader of its own.
  public func total(account: String, currency: String) throws(StoreError) -> Int64 {
    try read(PostingQuery.total).bind(account).bind(currency).first { $0.int() } ?? 0
  }
}

extension SQLiteWriter {
  func appendPosting(_ record: PostingRecord) throws(StoreError) {
    try write(PostingQuery.append).bind(record.family.rawValue).bind(record.sequence).bind(record.position)
      .bind(record.id).bind(record.debit).bind(record.credit).bind(record.amount).bind(record.currency)
      .bind(record.at).run()
  }
}
