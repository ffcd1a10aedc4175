import Control
import Dispatch
import Glibc
import SQLiteStorage
import Storage
import Synchronization
import Testing

@testable import Daemon

/// Reads block threads of their own and nobody else's.
@Suite struct ReaderPoolTests {
  private let folder: ScratchFolder
  private let store: SQLiteStore
  private let writer: any StoreWriter

  init() throws {
    folder = try ScratchFolder()
    store = try SQLiteStore(path: "\(folder.path)/store.db")
    writer = try store.makeWriter()
    try writer.begin()
    try writer.setMeta("a", "1")
    try writer.commit()
  }

  /// Never ends by itself.
  private static let endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"

  @Test func aReadThatBlocksKeepsNeitherTasksNorOtherReadsWaiting() async throws {
    let pool = ReaderPool(store, threads: 4)
    let gate = DispatchSemaphore(value: 0)
    let (begun, begin) = AsyncStream.makeStream(of: Void.self)
    let blocked = (0..<3).map { _ in
      Task {
        await pool.read { reader throws(StoreError) in
          begin.yield(())
          gate.wait()
          return try reader.meta("a")
        }
      }
    }
    var count = 0
    for await _ in begun {
      count += 1
      if count == 3 { break }
    }
    // More threads are blocked than the machine may have processors, and this goes on all the same.
    #expect(await Task.detached { 7 }.value == 7)
    #expect(try await pool.query { reader throws(StoreError) in try reader.meta("a") } == "1")
    for _ in 0..<3 { gate.signal() }
    for task in blocked { #expect(await task.value == "1") }
  }

  @Test func afterTheEndNobodyReadsAndTheWriterTakesTheLogAway() async throws {
    let pool = ReaderPool(store)
    #expect(try await pool.query { reader throws(StoreError) in try reader.meta("a") } == "1")
    await pool.end()
    let refusal = await #expect(throws: StoreError.self) {
      try await pool.query { reader throws(StoreError) in try reader.meta("a") }
    }
    #expect(refusal?.kind == .busy)
    #expect(access("\(folder.path)/store.db-wal", F_OK) == 0)
    writer.close()
    #expect(access("\(folder.path)/store.db-wal", F_OK) != 0)
  }

  @Test func moreReadsThanMayWaitAreRefused() async throws {
    let pool = ReaderPool(store, threads: 1, waiting: 1)
    let gate = DispatchSemaphore(value: 0)
    let (begun, begin) = AsyncStream.makeStream(of: Void.self)
    let first = Task {
      await pool.read { reader throws(StoreError) in
        begin.yield(())
        gate.wait()
        return true
      }
    }
    for await _ in begun { break }
    // Of two, one may wait; which of them comes first is open.
    let others = (0..<2).map { _ in
      Task { () -> StoreError.Kind? in
        do throws(StoreError) {
          _ = try await pool.query { reader throws(StoreError) in try reader.meta("a") }
          return nil
        } catch {
          gate.signal()
          return error.kind
        }
      }
    }
    var kinds: [StoreError.Kind?] = []
    for task in others { kinds.append(await task.value) }
    #expect(kinds.count { $0 == .busy } == 1)
    #expect(await first.value == true)
  }

  @Test func aStoreThatCannotBeReadIsNoAbsence() async throws {
    let pool = ReaderPool(try SQLiteStore(path: "\(folder.path)/nowhere.db"))
    let missing: Bool? = await pool.read { reader throws(StoreError) in try reader.meta("a") != nil }
    #expect(missing == nil)
    await #expect(throws: StoreError.self) {
      try await pool.query { reader throws(StoreError) in try reader.meta("a") }
    }
  }

  // MARK: Long reads

  private static func query(
    _ store: SQLiteStore, _ reads: LongReads, _ sql: String, within bound: Duration = .seconds(60),
    begun: @escaping @Sendable () -> Void = {}
  ) async throws -> QueryResult {
    var limits = QueryLimits()
    limits.milliseconds = 3_600_000
    let asked = limits
    return try await reads.run("the query", within: bound) { interruption throws(ControlFailure) in
      begun()
      do throws(StoreError) {
        return try store.makeSQLiteReader().query(sql: sql, limits: asked, interruption: interruption)
      } catch {
        throw ControlFailure(status: 400, code: error.kind.rawValue, message: error.message)
      }
    }
  }

  @Test func aThirdLongReadIsRefusedAndShortOnesContinue() async throws {
    let reads = LongReads(limit: 2)
    let pool = ReaderPool(store)
    let (begun, begin) = AsyncStream.makeStream(of: Void.self)
    let running = (0..<2).map { [store] _ in
      Task { try await Self.query(store, reads, Self.endless, begun: { begin.yield(()) }) }
    }
    var count = 0
    for await _ in begun {
      count += 1
      if count == 2 { break }
    }
    let failure = try await #require(throws: ControlFailure.self) { try await Self.query(store, reads, "SELECT 1") }
    #expect([failure.code, "\(failure.status)"] == ["busy", "503"])
    #expect(failure.hint != nil)
    #expect(try await pool.query { reader throws(StoreError) in try reader.meta("a") } == "1")
    for task in running { task.cancel() }
    for task in running { await #expect(throws: ControlFailure.self) { try await task.value } }
    #expect(reads.count == 0)
    #expect(try await Self.query(store, reads, "SELECT 1").rows == [["1"]])
  }

  @Test func aLongReadEndsWithItsTime() async throws {
    let reads = LongReads()
    let failure = try await #require(throws: ControlFailure.self) {
      try await Self.query(store, reads, Self.endless, within: .milliseconds(50))
    }
    #expect(failure.message.contains("not done after"))
    #expect(reads.count == 0)
  }

  @Test func aReadThatCannotBeInterruptedIsAnsweredAndKeepsItsPlaceUntilItEnds() async throws {
    let reads = LongReads(limit: 1)
    let gate = DispatchSemaphore(value: 0)
    let (ended, end) = AsyncStream.makeStream(of: Void.self)
    let failure = try await #require(throws: ControlFailure.self) {
      try await reads.run("the query", within: .milliseconds(20), grace: .milliseconds(20)) {
        _ throws(ControlFailure) in
        gate.wait()
        end.yield(())
      }
    }
    #expect([failure.code, "\(failure.status)"] == ["too_long", "504"])
    #expect(reads.count == 1)
    await #expect(throws: ControlFailure.self) {
      try await reads.run("another", within: .seconds(1)) { _ throws(ControlFailure) in }
    }
    gate.signal()
    for await _ in ended { break }
  }
}
