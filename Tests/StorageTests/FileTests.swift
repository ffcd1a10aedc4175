import Glibc
import Storage
import StorageTesting
import Testing

@testable import SQLiteStorage

/// The file itself: who may open it, what is in it after a restart, what a full or damaged one answers.
@Suite struct FileTests {
  private let folder = TemporaryFolder()
  private var path: String { folder.file("store.db") }

  private func mode(_ suffix: String) -> mode_t {
    var facts = stat()
    return lstat(path + suffix, &facts) == 0 ? facts.st_mode & 0o777 : 0
  }

  @Test func committedStateIsThereAfterReopeningAndOpenTransactionsAreNot() throws {
    let store = try SQLiteStore(path: path)
    var writer: (any StoreWriter)? = try store.makeWriter()
    try commit(try #require(writer)) { try $0.setMeta("a", "kept") }
    try writer?.begin()
    try writer?.setMeta("a", "lost")
    writer = nil
    #expect(try store.makeReader().meta("a") == "kept")
    #expect(try store.makeWriter().meta("a") == "kept")
  }

  @Test func aCommitIsSyncedAndNothingIsCheckpointedBehindTheWritersBack() throws {
    let writer = try #require(try SQLiteStore(path: path).makeWriter() as? SQLiteWriter)
    let expected: [(name: String, value: Int64)] = [
      ("synchronous", 2), ("foreign_keys", 1), ("secure_delete", 1), ("wal_autocheckpoint", 0), ("page_size", 2048),
      ("application_id", Schema.applicationID), ("user_version", Schema.version),
    ]
    for (name, value) in expected { #expect(try writer.connection.pragma(name) == value, "\(name)") }
  }

  @Test func theFilesAreForTheirOwnerOnly() throws {
    let old = umask(0)
    defer { umask(old) }
    let writer = try SQLiteStore(path: path).makeWriter()
    try commit(writer) { try $0.setMeta("a", "1") }
    for suffix in ["", "-wal", "-shm", ".lock"] { #expect(mode(suffix) == 0o600, "\(suffix)") }
  }

  @Test func aFileThatOthersCanReadIsRefusedWithTheCure() throws {
    let store = try SQLiteStore(path: path)
    _ = try store.makeWriter()
    chmod(path, 0o640)
    let error = try #require(throws: StoreError.self) { try store.makeWriter() }
    #expect(error.kind == .incompatible)
    #expect(error.message.contains("chmod 600 '\(path)'"))
    #expect(try kind { _ = try store.makeReader() } == .incompatible)
  }

  @Test func aSecondWriterIsRefusedWithTheCureUntilTheFirstHasGone() throws {
    let store = try SQLiteStore(path: path)
    var first: (any StoreWriter)? = try store.makeWriter()
    let error = try #require(throws: StoreError.self) { try SQLiteStore(path: path).makeWriter() }
    #expect(error.kind == .busy)
    #expect(error.message.contains("process \(getpid())"))
    #expect(error.message.contains("systemctl stop magnetiqd"))
    #expect(first != nil)
    first = nil
    _ = try store.makeWriter()
  }

  @Test func aReaderNeedsAFileAndNeverMakesOne() throws {
    let store = try SQLiteStore(path: path)
    #expect(try kind { _ = try store.makeReader() } == .incompatible)
    #expect(mode("") == 0)
  }

  @Test func aFileOfAnotherKindIsRefusedAndLeftAsItWas() throws {
    let text = Array("This is a letter, not a store. ".utf8) + Array(repeating: 0x2E, count: 8_192)
    write(text, to: path)
    #expect(try kind { _ = try SQLiteStore(path: path).makeWriter() } == .incompatible)
    #expect(contents(of: path) == text)
  }

  @Test(arguments: ["CREATE TABLE letters (id INTEGER PRIMARY KEY)", "PRAGMA user_version = 0"])
  func aDatabaseOfAnotherProgramIsRefusedAndLeftAsItWas(_ sql: String) throws {
    try StoreFile(path: path).createIfAbsent()
    do {
      let other = try Connection(path: path, role: .writer, busyTimeout: 0)
      try other.execute(sql)
    }
    let before = contents(of: path)
    #expect(try kind { _ = try SQLiteStore(path: path).makeWriter() } == .incompatible)
    #expect(contents(of: path) == before)
  }

  @Test func anEmptyFileIsNeverTakenForANewStore() throws {
    try StoreFile(path: path).createIfAbsent()
    let error = try #require(throws: StoreError.self) { try SQLiteStore(path: path).makeWriter() }
    #expect(error.kind == .incompatible)
    #expect(error.message.contains("move the file away to begin a new store"))
    #expect(contents(of: path) == [])
    #expect(try kind { _ = try SQLiteStore(path: path).makeReader() } == .incompatible)
  }

  @Test func aStoreWhoseMakerDiedIsMadeAnew() throws {
    write([UInt8](repeating: 0x2E, count: 5_000), to: path + ".new")
    let writer = try SQLiteStore(path: path).makeWriter()
    try commit(writer) { try $0.setMeta("a", "1") }
    #expect(mode(".new") == 0)
    #expect(mode("") == 0o600)
  }

  @Test func aLogWithoutItsStoreIsNotForgotten() throws {
    write([UInt8](repeating: 0x37, count: 5_000), to: path + "-wal")
    let error = try #require(throws: StoreError.self) { try SQLiteStore(path: path).makeWriter() }
    #expect(error.kind == .incompatible)
    #expect(error.message.contains("its log"))
    #expect(mode("") == 0)
  }

  /// The log is cut where a machine died, or by somebody: whole commits are given up from the end, never a part of one.
  @Test func aTruncatedLogGivesUpWholeCommitsFromTheEnd() throws {
    let store = try SQLiteStore(path: path)
    let writer = try store.makeWriter()
    var sizes: [Int] = [contents(of: path + "-wal").count]
    for number in 1...3 {
      try commit(writer) { writer in
        try writer.setMeta("a", "\(number)")
        try writer.setMeta("b", String(repeating: "\(number)", count: 9_000))
      }
      sizes.append(contents(of: path + "-wal").count)
    }
    let (file, log) = (contents(of: path), contents(of: path + "-wal"))
    for cut in [0, 16, sizes[1] - 1, sizes[1], sizes[2] - 2_048, sizes[2], sizes[3] - 1, sizes[3]] {
      let copy = folder.file("cut-\(cut).db")
      write(file, to: copy)
      write(Array(log[..<min(cut, log.count)]), to: copy + "-wal")
      let kept = sizes.lastIndex { $0 <= cut } ?? 0
      let reopened = try SQLiteStore(path: copy)
      let after = try reopened.makeWriter()
      #expect(try after.meta("a") == (kept == 0 ? nil : "\(kept)"), "cut at \(cut) of \(sizes)")
      #expect(try after.meta("b")?.first.map(String.init) == (kept == 0 ? nil : "\(kept)"))
      #expect(try reopened.integrityCheck() == [])
    }
  }

  /// A file system that was mounted again for reading only, as after an error of its disk.
  @Test(.enabled(if: ReadOnlyMount.isAllowed, "needs the right to mount"))
  func aReadOnlyFileSystemIsNamedAndTheStoreIsThereAfterwards() throws {
    let store = try SQLiteStore(path: path)
    try commit(try store.makeWriter()) { try $0.setMeta("a", "1") }
    let (path, options) = (path, store.options)
    let message = ReadOnlyMount.run(on: folder.path) {
      do {
        _ = try SQLiteStore(path: path, options: options).makeWriter()
        return "opened"
      } catch {
        return "\(error)"
      }
    }
    #expect(message.contains("Read-only file system"))
    let writer = try store.makeWriter()
    #expect(try writer.meta("a") == "1")
    try commit(writer) { try $0.setMeta("a", "2") }
  }

  /// SQLite's results for a file system that became read-only under an open store: nothing more is believed of this
  /// process.
  @Test(arguments: [8, 10, 14, 10 | 3 << 8, 8 | 4 << 8, 11, 26] as [Int32])
  func aDiskThatFailsEndsTheWriter(code: Int32) {
    #expect(StoreError(sqlite: code, detail: "", doing: "commit").kind == .ambiguous)
  }

  private func write(_ bytes: [UInt8], to path: String) {
    let descriptor = open(path, O_CREAT | O_WRONLY | O_TRUNC, 0o600)
    #expect(Glibc.write(descriptor, bytes, bytes.count) == bytes.count)
    close(descriptor)
  }

  @Test func aFullStoreDropsTheTransactionAndGoesOn() throws {
    var options = SQLiteOptions()
    options.maximumPages = 120
    let writer = try SQLiteStore(path: path, options: options).makeWriter()
    try commit(writer) { try $0.setMeta("a", "1") }
    try writer.begin()
    let filler = String(repeating: "x", count: 10_000)
    #expect(try kind { for number in 0..<200 { try writer.setMeta("\(number)", filler) } } == .full)
    #expect(try kind { try writer.setMeta("a", "2") } == .full)
    #expect(try kind { try writer.commit() } == .full)
    #expect(try writer.meta("a") == "1")
    #expect(try writer.meta("0") == nil)
    try commit(writer) { try $0.setMeta("a", "3") }
    #expect(try writer.meta("a") == "3")
  }

  @Test func aFullStoreDoomsItsSavepointsToo() throws {
    var options = SQLiteOptions()
    options.maximumPages = 120
    let writer = try SQLiteStore(path: path, options: options).makeWriter()
    try commit(writer) { try $0.setMeta("a", "1") }
    try writer.begin()
    try writer.setMeta("a", "2")
    try writer.beginSavepoint()
    let filler = String(repeating: "x", count: 10_000)
    #expect(try kind { for number in 0..<200 { try writer.setMeta("\(number)", filler) } } == .full)
    #expect(try kind { try writer.rollbackSavepoint() } == .full)
    #expect(try kind { try writer.releaseSavepoint() } == .full)
    #expect(try kind { try writer.beginSavepoint() } == .full)
    #expect(try kind { try writer.commit() } == .full)
    #expect(try writer.meta("a") == "1")
    try commit(writer) { writer in
      try writer.beginSavepoint()
      try writer.setMeta("a", "3")
      try writer.releaseSavepoint()
    }
    #expect(try writer.meta("a") == "3")
  }

  @Test func afterDamageTheWriterRefusesEverythingAndTheCheckNamesIt() throws {
    let store = try SQLiteStore(path: path)
    do {
      let writer = try store.makeWriter()
      try commit(writer) { try $0.setMeta("a", "1") }
      #expect(try store.integrityCheck() == [])
    }
    let page = Int(
      try store.makeSQLiteReader().connection.scalar("SELECT rootpage FROM sqlite_schema WHERE name = 'meta'"))
    let descriptor = open(path, O_WRONLY)
    let garbage = [UInt8](repeating: 0xA5, count: 2_048)
    pwrite(descriptor, garbage, garbage.count, (page - 1) * 2_048)
    close(descriptor)
    let writer = try store.makeWriter()
    #expect(try kind { _ = try writer.meta("a") } == .ambiguous)
    #expect(try kind { try writer.begin() } == .ambiguous)
    #expect(try kind { _ = try writer.nextTimer() } == .ambiguous)
    #expect(try kind { try writer.maintain(idle: true) } == .ambiguous)
    #expect(try !store.integrityCheck().isEmpty)
  }
}
