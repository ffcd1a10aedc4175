import Storage
@testable import StorageTesting
import Testing

@testable import SQLiteStorage

/// Rows that no program of this version wrote.
@Suite struct IntegrityTests {
  private let folder = TemporaryFolder()
  private var path: String { folder.file("store.db") }

  @Test(arguments: [("tasks", "class"), ("task_states", "status")])
  func aTaskWithAWordThatThisProgramDoesNotKnowIsNotRead(_ table: String, _ column: String) throws {
    let writer = try #require(try SQLiteStore(path: path).makeWriter() as? SQLiteWriter)
    try writer.connection.execute("PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON")
    try writer.connection.execute(
      """
      INSERT INTO tasks (id, family, instance, step, class, key, lane, machine, incarnation, serial, request, created_at)
      VALUES (1, 1, 1, 's', 'money', 'k', '', 'm', 1, 1, '', 0);
      INSERT INTO task_states (task, step_type, open_key, generation, late, retry_first, retry_factor, retry_cap, status,
        attempts, next_at, result, updated_at, active)
      VALUES (1, 't', 'k', 1, 0, 1, 1, 1, 'ready', 0, 5, '', 0, 1)
      """)
    #expect(try writer.task(TaskID(rawValue: 1))?.key == "k")
    try writer.connection.execute("UPDATE \(table) SET \(column) = 'free'")
    let error = try #require(throws: StoreError.self) { try writer.task(TaskID(rawValue: 1)) }
    #expect(error.kind == .corrupt)
    #expect(error.message.contains("'free'"))
  }

  @Test func aTaskWithoutItsStateDoesNotVanish() throws {
    let store = try SQLiteStore(path: path)
    let writer = try #require(try store.makeWriter() as? SQLiteWriter)
    try writer.connection.execute("PRAGMA foreign_keys = OFF")
    try writer.connection.execute(
      """
      INSERT INTO tasks (id, family, instance, step, class, key, lane, machine, incarnation, serial, request, created_at)
      VALUES (1, 1, 1, 's', 'money', 'k', '', 'm', 1, 1, '', 0)
      """)
    for read in [
      { _ = try writer.task(TaskID(rawValue: 1)) }, { _ = try writer.tasks(of: FamilyID(rawValue: 1), closed: false) },
    ] as [() throws -> Void] {
      #expect(try #require(throws: StoreError.self) { try read() }.kind == .corrupt)
    }
    #expect(try store.integrityCheck().contains("1 tasks have no row of task_states"))
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
      let instance = try writer.insertInstance(Sample.instance(family))
      _ = try writer.insertTask(Sample.task((family, instance), key: "k"))
    }
    try writer.connection.execute("UPDATE inbox SET active = 0; UPDATE views SET live = 0")
    try writer.connection.execute("UPDATE task_states SET active = 0, open_key = 'other'")
    #expect(
      try store.integrityCheck() == [
        "inbox.active differs from the family's status in 1 rows",
        "task_states.active differs from the family's status in 1 rows",
        "task_states.open_key differs from the task's key in 1 rows",
        "views.live differs from the family's status in 1 rows",
      ])
  }
}
