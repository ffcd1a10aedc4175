import Glibc
import Storage
import Testing

@testable import SQLiteStorage

/// The write-ahead log is copied into the file by the writer, when asked, in slices, and cut when idle.
@Suite struct CheckpointTests {
  private let folder = TemporaryFolder()
  private var path: String { folder.file("store.db") }

  private func store() throws -> SQLiteStore {
    var options = SQLiteOptions()
    (options.checkpointPages, options.truncatePages) = (40, 100)
    return try SQLiteStore(path: path, options: options)
  }

  private func fill(_ writer: any StoreWriter, from first: Int, pages: Int) throws {
    let filler = String(repeating: "y", count: 3_000)
    try commit(writer) { writer in for number in 0..<pages { try writer.setMeta("\(first + number)", filler) } }
  }

  private func size(_ suffix: String) -> Int { contents(of: path + suffix).count }

  @Test func theLogGrowsUntilASliceIsFullAndIsThenUsedAgain() throws {
    let writer = try store().makeWriter()
    try writer.maintain(idle: true)
    let empty = size("")
    try fill(writer, from: 0, pages: 10)
    try writer.maintain(idle: false)
    #expect(size("") == empty)
    try fill(writer, from: 10, pages: 60)
    try writer.maintain(idle: false)
    #expect(size("") > empty + 40 * 2_048)
    let log = size("-wal")
    try fill(writer, from: 70, pages: 10)
    #expect(size("-wal") == log)
  }

  @Test func anIdleDaemonCopiesWhatThereIsAndCutsALargeLog() throws {
    let writer = try store().makeWriter()
    try fill(writer, from: 0, pages: 10)
    try writer.maintain(idle: true)
    #expect(contents(of: path).contains(UInt8(ascii: "y")))
    #expect(size("-wal") > 0)
    try fill(writer, from: 10, pages: 200)
    try writer.maintain(idle: true)
    #expect(size("-wal") == 0)
  }

  @Test func aReaderInTheWayOnlyPutsTheCutOff() throws {
    let store = try store()
    let writer = try store.makeWriter()
    try fill(writer, from: 0, pages: 200)
    let reader = try store.makeSQLiteReader()
    let statement = try reader.connection.prepare("SELECT key FROM meta", name: "hold", persistent: false)
    #expect(try statement.step())
    try fill(writer, from: 200, pages: 10)
    try writer.maintain(idle: true)
    #expect(size("-wal") > 0)
    statement.reset()
    try writer.maintain(idle: true)
    #expect(size("-wal") == 0)
    #expect(try reader.meta("205") != nil)
  }

  @Test func erasedPersonalDataLeavesFileAndLog() throws {
    let secret = Array("anna.kowalska@example.org".utf8)
    func holds(_ suffix: String) -> Bool {
      let bytes = contents(of: path + suffix)
      return bytes.indices.contains { bytes[$0...].starts(with: secret) }
    }
    let writer = try store().makeWriter()
    var family = FamilyID(rawValue: 0)
    try commit(writer) { writer in
      try writer.putBundle(BundleRecord(hash: "h", deployedAt: 0, files: []))
      family = try writer.insertFamily(
        FamilyRecord(
          id: family, key: "k", workflow: "w", bundle: "h", version: 1, status: .running, start: [], body: [],
          createdAt: 0,
          updatedAt: 0))
      try writer.putPerson(of: family, data: secret + Array(repeating: 0x20, count: 9_000))
    }
    try writer.maintain(idle: true)
    #expect(holds(""))
    try commit(writer) { try $0.erasePerson(of: family, at: 5) }
    try writer.maintain(idle: true)
    #expect(!holds(""))
    #expect(!holds("-wal"))
  }
}
