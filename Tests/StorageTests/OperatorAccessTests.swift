import Storage
import StorageTesting
import Testing

@testable import SQLiteStorage

/// The tables that operators' SQL may read: views made for them and nothing else. It reads no secret, and nothing new
/// that nobody has looked at.
@Suite struct OperatorAccessTests {
  private let folder = TemporaryFolder()
  private let writer: SQLiteWriter
  private let reader: SQLiteReader

  init() throws {
    let store = try SQLiteStore(path: folder.file("store.db"))
    writer = try #require(try store.makeWriter() as? SQLiteWriter)
    try commit(writer) { writer in
      try writer.putBundle(BundleRecord(hash: "bundle", deployedAt: 1, files: []))
      let family = try writer.insertFamily(
        FamilyRecord(
          id: FamilyID(rawValue: 0), key: "VLT-1", workflow: "w", bundle: "bundle", version: 1, status: .running,
          start: [], body: [], createdAt: 0, updatedAt: 0))
      try writer.insertCapability(
        CapabilityRecord(hash: Array(repeating: 7, count: 32), family: family, role: "client"))
      try writer.setMeta("now", "5")
      try writer.setMeta("another-secret", "x")
      try writer.setMeta("capability-key", "the key")
    }
    try writer.connection.execute("CREATE TABLE later (secret TEXT); INSERT INTO later VALUES ('hidden')")
    reader = try store.makeSQLiteReader()
  }

  private func ask(_ sql: String) throws -> [[String?]] { try reader.query(sql: sql).rows }

  private func tables() throws -> [String] {
    try writer.connection.prepare(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'later'",
      name: "tables", persistent: false
    ).all { $0.text() }
  }

  /// A column that somebody adds is closed until it is listed here, shown or withheld.
  @Test func everyColumnOfTheSchemaIsShownOrWithheldForAReason() throws {
    for table in try tables() {
      let columns = try writer.connection.prepare(
        "SELECT name FROM pragma_table_xinfo('\(table)')", name: "columns", persistent: false
      ).all { $0.text() }
      let view = try #require(OperatorTable.all.first { $0.name == table }, "no view of \(table)")
      let known = Set(view.columns).union(view.withheld.keys)
      // A view of several tables has the columns of each.
      #expect(view.source == nil ? Set(columns) == known : known.isSuperset(of: columns), "\(table)")
      #expect(Set(view.columns).isDisjoint(with: view.withheld.keys))
      #expect(Set(view.personal).isSubset(of: view.columns))
    }
  }

  @Test func aTableReadsAsBeforeThroughItsView() throws {
    #expect(try ask("SELECT key, status FROM families") == [["VLT-1", "running"]])
    #expect(try ask("SELECT count(*) FROM families") == [["1"]])
    #expect(try ask("SELECT f.key FROM families f JOIN capabilities c ON c.family = f.id") == [["VLT-1"]])
    #expect(try ask("WITH f AS (SELECT * FROM families) SELECT count(*) FROM f") == [["1"]])
    #expect(try ask("SELECT count(*) FROM waiting") == [["0"]])
  }

  @Test func theTablesForOperatorsAreListed() throws {
    let names = try ask("SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite_%'")
    for table in try tables() + ["waiting", "money_held", "open_incidents"] {
      #expect(names.contains([table]))
      _ = try ask("SELECT * FROM \(table) LIMIT 1")
    }
    #expect(try ask("SELECT DISTINCT sql FROM sqlite_schema") == [[nil]])
  }

  @Test func onlyNamedRowsOfMetaShow() throws {
    #expect(try ask("SELECT key FROM meta ORDER BY key") == [["now"], ["schema-oldest-program"]])
  }

  @Test(arguments: [
    "SELECT * FROM main.meta", "SELECT value FROM main.meta", "SELECT length(value) FROM main.meta",
    "SELECT hash FROM capabilities", "SELECT hash FROM main.capabilities", "SELECT key_hash FROM seen",
    "SELECT * FROM later", "SELECT count(*) FROM later", "SELECT 1 FROM later", "SELECT * FROM main.later",
    "SELECT count(*) FROM main.later", "SELECT (SELECT secret FROM later)", "SELECT rowid FROM later",
    "SELECT * FROM families JOIN later", "SELECT key FROM families WHERE EXISTS (SELECT 1 FROM later)",
    // A name of one's own does not open what stands behind a view of the same name.
    "WITH meta AS (SELECT * FROM main.meta) SELECT * FROM meta",
    "WITH families AS (SELECT * FROM main.later) SELECT * FROM families",
    "WITH \"sealed \" AS (SELECT * FROM main.meta) SELECT * FROM \"sealed \"",
    "SELECT * FROM (SELECT value FROM main.meta) AS meta",
    "SELECT * FROM sqlite_temp_schema", "SELECT * FROM temp.sqlite_schema", "SELECT name FROM sqlite_temp_master",
    "SELECT * FROM pragma_table_info('meta')", "SELECT * FROM pragma_database_list", "SELECT * FROM sqlite_stat1",
    "SELECT * FROM dbstat", "SELECT * FROM sqlite_dbpage", "SELECT * FROM sqlite_sequence",
    "CREATE TEMP TABLE t (a)", "CREATE TEMP VIEW v AS SELECT 1", "DROP VIEW families", "PRAGMA table_list",
    "PRAGMA query_only = 0", "ATTACH ':memory:' AS m", "ANALYZE", "REINDEX", "VACUUM", "SAVEPOINT s",
    "EXPLAIN SELECT * FROM main.meta",
  ])
  func unlistedFunctionsAndTablesAreDenied(_ sql: String) throws {
    #expect(try kind { _ = try reader.query(sql: sql) } == .misuse)
  }

  /// Functions whose argument says how much memory they take, that run to their end in one call, or that load code.
  @Test(arguments: [
    "zeroblob(1000)", "randomblob(1000)", "printf('%1000d', 1)", "format('%1000d', 1)", "replace('aa', 'a', 'bb')",
    "load_extension('x')", "sqlite_version()", "changes()", "fts3_tokenizer('simple')", "random()", "unhex('00')",
    "json_set('{}', '$.a', 1)", "soundex('a')", "edit('a')", "readfile('/etc/passwd')",
  ])
  func functionsThatAreNotListedAreClosed(_ call: String) throws {
    #expect(try kind { _ = try reader.query(sql: "SELECT \(call)") } == .misuse)
  }

  @Test func functionsForQuestionsAnswer() throws {
    #expect(
      try ask(
        """
        SELECT upper(key), length(key), substr(key, 1, 3), coalesce(NULL, 1), date(created_at / 1000000, 'unixepoch'),
          key LIKE 'VLT%', hex('a'), iif(1, 2, 3), json_extract('{"a": 4}', '$.a'), '{"a": 5}' ->> 'a'
        FROM families
        """) == [["VLT-1", "5", "VLT", "1", "1970-01-01", "1", "61", "2", "4", "5"]])
    #expect(try ask("SELECT value FROM json_each('[1, 2]')") == [["1"], ["2"]])
    #expect(try ask("SELECT group_concat(key, ','), count(*), max(id), row_number() OVER () FROM families").count == 1)
  }
}
