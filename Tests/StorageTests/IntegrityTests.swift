import Storage
import Testing

@testable import SQLiteStorage

/// Rows that no program of this version wrote.
@Suite struct IntegrityTests {
  private let folder = TemporaryFolder()
  private var path: String { folder.file("store.db") }

  @Test(arguments: ["class", "status"])
  func aTaskWithAWordThatThisProgramDoesNotKnowIsNotRead(_ column: String) throws {
    let writer = try #require(try SQLiteStore(path: path).makeWriter() as? SQLiteWriter)
    try writer.connection.execute("PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON")
    try writer.connection.execute(
      """
      INSERT INTO tasks (id, family, instance, step, step_type, class, key, generation, lane, machine, incarnation,
        serial, late, retry_first, retry_factor, retry_cap, status, attempts, next_at,
        request, result, created_at, updated_at, active)
      VALUES (1, 1, 1, 's', 't', 'money', 'k', 1, '', 'm', 1, 1, 0, 1, 1, 1, 'ready', 0, 5, '', '', 0, 0, 1)
      """)
    #expect(try writer.task(TaskID(rawValue: 1))?.key == "k")
    try writer.connection.execute("UPDATE tasks SET \(column) = 'free'")
    let error = try #require(throws: StoreError.self) { try writer.task(TaskID(rawValue: 1)) }
    #expect(error.kind == .corrupt)
    #expect(error.message.contains("'free'"))
  }

  @Test func redundantColumnsAreCompared() throws {
    let store = try SQLiteStore(path: path)
    let writer = try #require(try store.makeWriter() as? SQLiteWriter)
    try commit(writer) { writer in
      try writer.putBundle(BundleRecord(hash: "h", deployedAt: 0, files: []))
      let family = try writer.insertFamily(
        FamilyRecord(
          id: FamilyID(rawValue: 0), key: "k", workflow: "w", bundle: "h", version: 1, status: .running, start: [],
          body: [],
          createdAt: 0, updatedAt: 0))
      _ = try writer.insertInbox(
        InboxRecord(
          id: InboxID(rawValue: 0), source: "s", key: "k", name: "n", role: "r", family: family, status: .pending,
          body: [], receivedAt: 0, signedAt: nil, nextAt: nil, tries: 0))
      try writer.setView(family, field: "status", value: "paid")
    }
    try writer.connection.execute("UPDATE inbox SET active = 0; UPDATE views SET live = 0")
    #expect(
      try store.integrityCheck() == [
        "inbox.active differs from the family's status in 1 rows",
        "views.live differs from the family's status in 1 rows",
      ])
  }
}
