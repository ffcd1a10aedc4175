import CSQLite
public import Storage

/// Reads the store over a connection of its own, which cannot write and never checkpoints. Each call sees one committed
/// state. A reader is used by one thread at a time.
public class SQLiteReader: StoreReader {
  let connection: Connection

  init(_ store: SQLiteStore) throws(StoreError) {
    try StoreFile(path: store.path).check(role: .reader)
    connection = try Connection(path: store.path, role: .reader, busyTimeout: store.options.readerBusyTimeout)
    try Self.identify(connection)
    try connection.execute(
      "PRAGMA query_only = 1; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -\(store.options.readerCacheKiB);")
    try Migrator().check(connection)
  }

  /// Creates the reading half of the writer, which opens its connection itself.
  init(writing connection: Connection) { self.connection = connection }

  /// Returns the statement of a query. On the writer's connection it throws once the transaction failed or a failure
  /// was ambiguous.
  final func read<Q: Query>(_ query: Q) throws(StoreError) -> Statement {
    try refuseIfBroken()
    return try connection.statement(query)
  }

  final func read(composed sql: String, name: String) throws(StoreError) -> Statement {
    try refuseIfBroken()
    return try connection.statement(composed: sql, name: name)
  }

  final func refuseIfBroken() throws(StoreError) {
    if connection.role == .writer, let doom = connection.doom { throw doom }
  }

  /// Performs the first read of a file. A file that is no database is reported as `incompatible`, not as damaged.
  static func identify(_ connection: Connection) throws(StoreError) {
    do throws(StoreError) {
      _ = try connection.pragma("schema_version")
    } catch {
      guard error.kind == .ambiguous else { throw error }
      throw StoreError(
        .incompatible,
        "\(connection.path) cannot be read as a store: \(error.message); restore a backup or name another path")
    }
  }
}
