import Storage
import Testing

@testable import SQLiteStorage

/// A made-up second version shows that the machinery works before the first real migration needs it.
@Suite struct MigrationTests {
  private let folder = TemporaryFolder()
  private let change = Migration(
    number: 2, oldestProgram: 1, sql: "CREATE TABLE extra (id INTEGER PRIMARY KEY) STRICT;")

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

  @Test func aFreshInstallEqualsAMigratedOne() throws {
    let next = Migrator(schema: Schema.sql + change.sql, version: 2, migrations: [change])
    let (migrated, fresh) = (try connection("a"), try connection("b"))
    try Migrator().run(on: migrated)
    try next.run(on: migrated)
    try next.run(on: fresh)
    #expect(try shape(migrated) == shape(fresh))
    #expect(try migrated.pragma("user_version") == 2)
    #expect(try fresh.pragma("user_version") == 2)
  }

  @Test func migrationsAreNumberedWithoutGapsUpToTheVersionOfTheSchema() {
    #expect(Migration.all.map(\.number) == (1..<Schema.version).map { $0 + 1 })
  }

  @Test func aFailedMigrationLeavesTheFileAsItWas() throws {
    let file = try connection("a")
    try Migrator().run(on: file)
    let before = try shape(file)
    let broken = Migration(number: 2, oldestProgram: 1, sql: change.sql + "CREATE TABLE families (id INTEGER);")
    #expect(try kind { try Migrator(version: 2, migrations: [broken]).run(on: file) } == .misuse)
    #expect(try shape(file) == before)
    #expect(try file.pragma("user_version") == 1)
  }

  @Test func theReleaseBeforeRunsOnAMigratedFileUnlessTheMigrationTookSomethingAway() throws {
    let file = try connection("a")
    try Migrator().run(on: file)
    try Migrator(version: 2, migrations: [change]).run(on: file)
    try Migrator().run(on: file)
    try Migrator().check(file)
    let contracting = Migration(number: 3, oldestProgram: 2, sql: "DROP TABLE extra;")
    try Migrator(version: 3, migrations: [change, contracting]).run(on: file)
    #expect(try kind { try Migrator().run(on: file) } == .incompatible)
    #expect(try kind { try Migrator().check(file) } == .incompatible)
  }

  @Test func aFileWithoutAWayToTheSchemaIsRefused() throws {
    let file = try connection("a")
    try Migrator().run(on: file)
    #expect(try kind { try Migrator(version: 3, migrations: [change]).run(on: file) } == .incompatible)
    #expect(try kind { try Migrator(version: 2).check(file) } == .incompatible)
  }
}
