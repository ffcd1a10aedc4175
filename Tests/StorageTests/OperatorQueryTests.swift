import Foundation
import Storage
import Testing

@testable import SQLiteStorage
@testable import StorageTesting

/// `magnetiqctl store sql`: reads only, one statement, limited in rows, bytes and time, without personal data.
@Suite struct OperatorQueryTests {
  private let folder = TemporaryFolder()
  private let writer: any StoreWriter
  private let reader: SQLiteReader
  private let store: SQLiteStore

  init() throws {
    store = try SQLiteStore(path: folder.file("store.db"))
    writer = try store.makeWriter()
    try commit(writer) { writer in
      try writer.putBundle(Sample.bundle())
      let owner = try Self.family(writer, "VLT-1")
      try writer.putPerson(of: owner.id, data: Sample.json("{\"client.email\":\"a@b\"}"))
      try writer.appendHistory(Sample.history(owner.id, 1))
      try writer.appendPosting(Sample.posting(owner.id, 1, 0, amount: 1_000))
      try writer.appendPosting(Sample.posting(owner.id, 1, 1, debit: "held", credit: "refunded", amount: 300))
      try writer.putTimer(Sample.timer(owner, "reminder", due: 1_000_000))
      _ = try writer.insertTask(Sample.task(owner, key: "k", status: .open))
      _ = try writer.insertIncident(Sample.incident("guard-failed", family: owner.id))
    }
    reader = try store.makeSQLiteReader()
  }

  private static func family(_ writer: any StoreWriter, _ key: String) throws -> (id: FamilyID, instance: InstanceID) {
    let family = try writer.insertFamily(Sample.family(key))
    return (family, try writer.insertInstance(Sample.instance(family)))
  }

  @Test func aSelectAnswersColumnsAndText() throws {
    let result = try reader.query(sql: "SELECT key, version, NULL AS missing, x'0aff' AS bytes FROM families; -- all")
    #expect(
      result
        == QueryResult(
          columns: ["key", "version", "missing", "bytes"], rows: [["VLT-1", "1", nil, "x'0aff'"]], isTruncated: false))
  }

  @Test func theCommonQuestionsHaveViews() throws {
    #expect(
      try reader.query(sql: "SELECT kind, name, state, until FROM waiting ORDER BY kind").rows == [
        ["incident", "guard-failed", "open", nil], ["step", "releasing", "open", nil],
        ["timer", "reminder", "armed", "1970-01-01T00:00:01Z"],
      ])
    #expect(
      try reader.query(sql: "SELECT account, currency, amount FROM money_held ORDER BY account").rows == [
        ["client", "EUR", "-1000"], ["held", "EUR", "700"], ["refunded", "EUR", "300"],
      ])
    #expect(
      try reader.query(sql: "SELECT id, family, code FROM open_incidents").rows == [["1", "VLT-1", "guard-failed"]])
  }

  @Test func jsonColumnsAreTextThatSQLUnderstands() throws {
    #expect(try reader.query(sql: "SELECT body ->> 'a' FROM families").rows == [["1"]])
  }

  @Test(arguments: [
    "DELETE FROM families", "UPDATE meta SET value = ''", "INSERT INTO meta VALUES ('a', 'b')", "DROP TABLE meta",
    "PRAGMA user_version = 7", "PRAGMA query_only = 0", "ATTACH '/tmp/other.db' AS other", "BEGIN",
    "VACUUM INTO '/tmp/copy.db'",
    "SELECT 1; SELECT 2", "SELECT load_extension('x')", "", "-- nothing", "SELECT nowhere FROM families",
    "SELECT \"text\"",
    "SELECT length(zeroblob(1000000000))", "SELECT printf('%.*c', 900000000, 'x')", "SELECT FORMAT('%d', 1)",
    "SELECT length(replace(hex(zeroblob(100000)), '0', 'aaaa'))",
    "SELECT 'a' LIKE hex(zeroblob(1000))", "SELECT name FROM pragma_table_info('meta')",
  ])
  func otherThanOneReadingStatementIsRefused(_ sql: String) throws {
    #expect(try kind { _ = try reader.query(sql: sql) } == .misuse)
    #expect(try reader.family(key: "VLT-1") != nil)
  }

  /// As long as a value may be, a 16th of it.
  private static let text = "WITH t(x) AS (SELECT '\(String(repeating: "0", count: 16_370))')"

  @Test func anEndlessStatementEndsInTime() throws {
    var limits = QueryLimits()
    limits.milliseconds = 50
    let endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
    let error = try #require(throws: StoreError.self) { try reader.query(sql: endless, limits: limits) }
    #expect(error.kind == .misuse)
    #expect(error.message.contains("50 ms"))
  }

  /// One call of a function cannot be interrupted, so its arguments are bounded: a search that costs the product of two lengths.
  @Test func theLongestSearchOfOneTextInAnotherEndsInTime() throws {
    func times(_ count: Int) -> String { Array(repeating: "x", count: count).joined(separator: " || ") }
    let longest = "\(Self.text) SELECT instr(\(times(16)), \(times(7)) || '1') FROM t"
    #expect(try reader.query(sql: longest).rows == [["0"]])
  }

  @Test func aRowIsNoLongerThanTheAnswer() throws {
    func wide(_ columns: Int) -> String {
      Self.text + " SELECT " + (0..<columns).map { "x || x || x || x || x || x AS c\($0)" }.joined(separator: ", ")
        + " FROM t"
    }
    let result = try reader.query(sql: wide(100))
    #expect(result.rows.isEmpty)
    #expect(result.isTruncated)
    #expect(try kind { _ = try reader.query(sql: wide(101)) } == .misuse)
  }

  @Test func anotherThreadEndsAQuestion() throws {
    let interruption = Interruption()
    let endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
    var limits = QueryLimits()
    limits.milliseconds = 3_600_000
    // A thread of its own: a task might wait for the very thread that this test keeps.
    Thread.detachNewThread { interruption.interrupt(.cancelled) }
    let error = try #require(throws: StoreError.self) {
      try reader.query(sql: endless, limits: limits, interruption: interruption)
    }
    #expect(error.message.contains("no longer waits"))
    #expect(interruption.reason == .cancelled)
  }

  @Test func aVerificationThatWasInterruptedSaysSo() throws {
    let interruption = Interruption()
    interruption.interrupt(.cancelled)
    #expect(try store.integrityCheck(interruption: interruption).isEmpty == false)
  }

  @Test func rowsAndBytesAreLimitedAndTheCutIsShown() throws {
    let many =
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i, '"
      + String(repeating: "0", count: 1_000) + "' FROM n"
    var limits = QueryLimits()
    limits.rows = 5
    let few = try reader.query(sql: many, limits: limits)
    #expect(few.rows.count == 5)
    #expect(few.isTruncated)
    (limits.rows, limits.bytes) = (1_000, 10_000)
    let short = try reader.query(sql: many, limits: limits)
    #expect(short.rows.count == 9)
    #expect(short.isTruncated)
  }

  @Test func personalDataShowsOnlyWhenAskedFor() throws {
    #expect(try reader.query(sql: "SELECT data FROM persons").rows == [[nil]])
    #expect(try reader.query(sql: "SELECT upper(p.data) FROM persons p").rows == [[nil]])
    var limits = QueryLimits()
    limits.personalData = true
    #expect(try reader.query(sql: "SELECT data FROM persons", limits: limits).rows == [["{\"client.email\":\"a@b\"}"]])
  }

  @Test func aQuestionSeesCommittedStateOnly() throws {
    try writer.begin()
    try writer.setMeta("now", "open")
    #expect(try reader.query(sql: "SELECT value FROM meta WHERE key = 'now'").rows == [])
    try writer.commit()
    #expect(try reader.query(sql: "SELECT value FROM meta WHERE key = 'now'").rows == [["open"]])
  }
}
