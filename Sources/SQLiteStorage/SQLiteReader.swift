import CSQLite
public import Storage

/// Reads the store over a connection of its own, which cannot write and never checkpoints. Each call sees one committed
/// state. Used by one thread at a time.
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

  /// For the writer, which opens its connection in another way.
  init(writing connection: Connection) { self.connection = connection }

  /// The statement of a query. On the writer's connection nothing runs in a transaction that failed, or after an
  /// ambiguous failure.
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

  /// The first read of a file: one that is no database is of the wrong kind, not damaged.
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
