import Storage

/// Brings a file to the schema of this program, or throws the reason why that is impossible.
struct Migrator {
  var schema = Schema.sql
  var version = Schema.version
  var migrations = Migration.all

  /// The row of `meta` that names the oldest program which may run on the file.
  private static let oldestProgramKey = "schema-oldest-program"

  /// Creates the schema in an empty file, or applies the missing migrations, in one transaction.
  func run(on connection: Connection) throws(StoreError) {
    let application = try connection.pragma("application_id")
    let found = try connection.pragma("user_version")
    if application == 0 && found == 0 {
      guard try connection.scalar("SELECT count(*) FROM sqlite_schema") == 0 else { throw foreign(connection) }
      return try install(on: connection)
    }
    guard application == Schema.applicationID else { throw foreign(connection) }
    if found < version { try upgrade(connection, from: found) } else { try accept(connection, found: found) }
  }

  /// Refuses a file that is not a store of ours. An empty file is refused too.
  func requireStore(_ connection: Connection) throws(StoreError) {
    guard try connection.pragma("application_id") == Schema.applicationID else { throw foreign(connection) }
  }

  /// Checks a file that is opened for reading: it has to be a store of ours with a schema not older than the program's.
  func check(_ connection: Connection) throws(StoreError) {
    try requireStore(connection)
    let found = try connection.pragma("user_version")
    guard found >= version else {
      throw StoreError(
        .incompatible,
        "\(connection.path) has schema version \(found), expected \(version); start magnetiqd once, it migrates"
      )
    }
    try accept(connection, found: found)
  }

  private func install(on connection: Connection) throws(StoreError) {
    let oldest = migrations.last?.oldestProgram ?? 1
    try connection.transaction {
      () throws(StoreError) in
      try connection.execute(schema)
      try finish(connection, version: version, oldestProgram: oldest)
    }
  }

  private func upgrade(_ connection: Connection, from found: Int64) throws(StoreError) {
    try connection.transaction {
      () throws(StoreError) in
      for migration in migrations where migration.number > found {
        try connection.execute(migration.sql)
        try finish(connection, version: migration.number, oldestProgram: migration.oldestProgram)
      }
      guard try connection.pragma("user_version") == version else {
        throw StoreError(.incompatible, "no migration leads from schema version \(found) to \(version) in this program")
      }
    }
  }

  private func finish(_ connection: Connection, version: Int64, oldestProgram: Int64) throws(StoreError) {
    try connection.execute(
      """
      INSERT OR REPLACE INTO meta (key, value) VALUES ('\(Self.oldestProgramKey)', '\(oldestProgram)');
      PRAGMA application_id = \(Schema.applicationID);
      PRAGMA user_version = \(version);
      """)
  }

  /// Accepts a newer file if it says that a program of this version may run on it.
  private func accept(_ connection: Connection, found: Int64) throws(StoreError) {
    guard found > version else { return }
    let oldest = try connection.scalar(
      "SELECT CAST(value AS INTEGER) FROM meta WHERE key = '\(Self.oldestProgramKey)'")
    guard oldest <= version else {
      throw StoreError(
        .incompatible,
        "\(connection.path) has schema version \(found) and needs a program of version \(oldest) or later, "
          + "this one is \(version); install the newer release again, or restore a backup")
    }
  }

  private func foreign(_ connection: Connection) -> StoreError {
    StoreError(
      .incompatible,
      "\(connection.path) is not a store of magnetiq (application_id differs), or was cut off; name another path in the configuration, restore a backup, or move the file away to begin a new store"
    )
  }
}
