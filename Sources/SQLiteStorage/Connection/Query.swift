/// The statements of one table. They are an enumeration, so that a prepared statement is found by its number and a test
/// can list them all.
protocol Query: RawRepresentable<Int>, CaseIterable, Sendable {
  static var slot: TableSlot { get }
  var sql: String { get }
}

/// The place of each table in the cache of prepared statements.
enum TableSlot: Int, CaseIterable {
  case transaction, meta, families, instances, history, postings, views, timers, tasks, attempts, claims, persons
  case definitions, incidents, inbox, seen, capabilities, senders, records
}
