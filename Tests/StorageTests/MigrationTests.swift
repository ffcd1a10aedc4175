import Storage
import Testing

@testable import SQLiteStorage

/// The real migrations, and a made-up next one that shows how the machinery treats what is to come.
@Suite struct MigrationTests {
  private let folder = TemporaryFolder()
  private static let next = Schema.version + 1
  private let change = Migration(
    number: next, oldestProgram: Schema.version, sql: "CREATE TABLE extra (id INTEGER PRIMARY KEY) STRICT;")
  private let first = Migrator(schema: FirstSchema.sql, version: 1, migrations: [])

  private func connection(_ name: String) throws -> Connection {
    try StoreFile(path: folder.file(name)).createIfAbsent()
    return try Connection(path: folder.file(name), role: .writer, busyTimeout: 0)
  }

  private func shape(_ connection: Connection) throws -> [String] {
    try connection.prepare(
      "SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_schema ORDER BY type, name", name: "shape",
      persistent: false
    ).all { $0.text() }
  }

  @Test(arguments: [false, true])
  func aFreshInstallEqualsAMigratedOne(withForeignKeys isChecked: Bool) throws {
    let (migrated, fresh) = (try connection("a"), try connection("b"))
    try migrated.execute("PRAGMA foreign_keys = \(isChecked)")
    try first.run(on: migrated)
    #expect(try shape(migrated) != shape(fresh))
    try Migrator().run(on: migrated)
    try Migrator().run(on: fresh)
    #expect(try shape(migrated) == shape(fresh))
    for file in [migrated, fresh] { #expect(try file.pragma("user_version") == Schema.version) }
  }

  @Test func aMigratedFileKeepsItsRowsAndUnderstandsTheOldNotes() throws {
    let path = folder.file("store.db")
    do {
      let old = try connection("store.db")
      try old.execute("PRAGMA foreign_keys = ON")
      try first.run(on: old)
      try old.execute(FirstRows.sql)
    }
    let store = try SQLiteStore(path: path)
    let writer = try store.makeWriter()
    #expect(try store.integrityCheck() == [])
    let ids = (1...4).map { TaskID(rawValue: Int64($0)) }
    let rich = try #require(try writer.task(ids[0]))
    #expect(rich.stepType == "stripe.transfer")
    #expect((rich.machine, rich.incarnation, rich.serial) == ("escrow", 2, 17))
    #expect(rich.isLate)
    #expect(rich.usefulUntil == 1_767_261_600_250_000)
    #expect(rich.attemptTimeout == 1_500_000)
    #expect((rich.retryFirst, rich.retryFactor, rich.retryCap) == (2_500_000, 3, 7_200_000_000))
    #expect((rich.lane, rich.attempts, rich.nextAt, rich.deadline) == ("money", 3, 50, 60))
    #expect((rich.request, rich.result) == (Array("{\"amount\":1}".utf8), Array("{}".utf8)))
    let plain = try #require(try writer.task(ids[1]))
    #expect((plain.isLate, plain.usefulUntil, plain.attemptTimeout) == (false, nil, nil))
    #expect((plain.retryFirst, plain.retryFactor, plain.retryCap) == (5_000_000, 2, 3_600_000_000))
    #expect(try writer.task(ids[2])?.nextAt == 86_400_000_041)
    #expect(try writer.task(ids[3])?.usefulUntil == 1_767_261_600_000_000)
    #expect(try writer.attempts(of: ids[0]).count == 1)
    #expect(try writer.openIncidents(about: ids[0]).map(\.code) == ["late"])
    #expect(try writer.hasIncident(code: "late", inbox: InboxID(rawValue: 2)))
    #expect(try writer.origin(of: FamilyID(rawValue: 1)) == "api:website")
    #expect(try writer.origin(of: FamilyID(rawValue: 2)) == nil)
    // An event that was pending is due, whatever time an earlier wait has left in it.
    #expect(try writer.dueInbox(now: 0, limit: 9).map(\.id.rawValue) == [1])
    #expect(try writer.nextInbox() == 70)
    #expect(
      try writer.liveFamilies(whereView: "consultant", is: "ann", before: nil, limit: 9).map(\.id.rawValue) == [1])
    #expect(try writer.families(FamilyFilter(view: ("consultant", "ann"))).count == 2)
    #expect(try writer.meta("last-family-with-plain-keys") == "2")
    #expect(try writer.hasFamily(whereView: "consultant", is: "ann"))
    var next = rich
    next.key = "new"
    try writer.begin()
    let id = try writer.insertTask(next)
    #expect(id == TaskID(rawValue: 41))
    try writer.commit()
  }

  @Test(arguments: ["no JSON", "{}", #"{"machine": "escrow", "incarnation": 1}"#])
  func aTaskThatNobodyCanPlaceRefusesTheMigrationAndTheFileStays(_ notes: String) throws {
    let file = try connection("a")
    try first.run(on: file)
    try file.execute(FirstRows.sql)
    try file.execute("UPDATE tasks SET notes = '\(notes)' WHERE id = 2")
    let before = try shape(file)
    #expect(try kind { try Migrator().run(on: file) } != nil)
    #expect(try shape(file) == before)
    #expect(try file.pragma("user_version") == 1)
  }

  @Test func migrationsAreNumberedWithoutGapsUpToTheVersionOfTheSchema() {
    #expect(Migration.all.map(\.number) == (1..<Schema.version).map { $0 + 1 })
  }

  @Test func aFailedMigrationLeavesTheFileAsItWas() throws {
    let file = try connection("a")
    try Migrator().run(on: file)
    let before = try shape(file)
    let broken = Migration(
      number: Self.next, oldestProgram: 1, sql: change.sql + "CREATE TABLE families (id INTEGER);")
    #expect(try kind { try Migrator(version: Self.next, migrations: [broken]).run(on: file) } == .misuse)
    #expect(try shape(file) == before)
    #expect(try file.pragma("user_version") == Schema.version)
  }

  @Test func theReleaseBeforeRunsOnAMigratedFileUnlessTheMigrationTookSomethingAway() throws {
    let file = try connection("a")
    try Migrator().run(on: file)
    try Migrator(version: Self.next, migrations: [change]).run(on: file)
    try Migrator().run(on: file)
    try Migrator().check(file)
    let contracting = Migration(number: Self.next + 1, oldestProgram: Self.next, sql: "DROP TABLE extra;")
    try Migrator(version: Self.next + 1, migrations: [change, contracting]).run(on: file)
    #expect(try kind { try Migrator().run(on: file) } == .incompatible)
    #expect(try kind { try Migrator().check(file) } == .incompatible)
  }

  @Test func aFileWithoutAWayToTheSchemaIsRefused() throws {
    let file = try connection("a")
    try Migrator().run(on: file)
    #expect(try kind { try Migrator(version: Self.next + 1, migrations: [change]).run(on: file) } == .incompatible)
    #expect(try kind { try Migrator(version: Self.next).check(file) } == .incompatible)
  }

  @Test func aProgramOfTheFirstVersionDoesNotRunOnAMigratedFile() throws {
    let file = try connection("a")
    try first.run(on: file)
    try Migrator().run(on: file)
    #expect(try kind { try first.run(on: file) } == .incompatible)
  }
}
