import MemoryStorage
import SQLiteStorage
import Storage
import StorageTesting
import Testing

/// The same random calls on both stores give the same answers, errors and contents.
@Suite struct DifferentialTests {
  /// The seed is the case's argument, and so in the report of a failure.
  @Test(arguments: 1...16 as ClosedRange<UInt64>)
  func bothStoresAnswerTheSameToRandomCalls(seed: UInt64) throws {
    let folder = TemporaryFolder()
    var options = SQLiteOptions()
    (options.checkpointPages, options.truncatePages) = (20, 60)
    let sqlite = try SQLiteStore(path: folder.file("store.db"), options: options)
    let memory = MemoryStore()
    var writers: [any StoreWriter] = [try memory.makeWriter(), try sqlite.makeWriter()]
    var random = SeededGenerator(seed: seed)
    var performed = 0
    for round in 1...40 {
      for writer in writers { try writer.begin() }
      var openSavepoints = 0
      for _ in 0..<random.int(1...25) {
        let operation = RandomOperation.draw(&random)
        let answers = try writers.map { writer in try Self.answer(operation, writer) }
        try #require(answers[0] == answers[1], "seed \(seed), round \(round), call \(performed): \(operation.name)")
        performed += 1
        guard random.chance(25) else { continue }
        let change = random.pick(["begin", "release", "roll back"])
        let outcomes = try writers.map { writer in try kind { try Self.savepoint(change, writer) } }
        try #require(outcomes[0] == outcomes[1], "seed \(seed), round \(round): \(change) a savepoint")
        guard outcomes[0] == nil else { continue }
        openSavepoints += change == "begin" ? 1 : -1
        guard change == "roll back" else { continue }
        try #require(
          try storeContents(writers[0]) == storeContents(writers[1]), "seed \(seed), round \(round), rolled back")
      }
      try #require(try storeContents(writers[0]) == storeContents(writers[1]), "seed \(seed), round \(round), open")
      let isCommitted = random.chance(75)
      if isCommitted {
        for writer in writers { for _ in 0..<openSavepoints { try writer.releaseSavepoint() } }
      }
      for writer in writers { if isCommitted { try writer.commit() } else { writer.rollback() } }
      let isIdle = random.chance(20)
      for writer in writers { try writer.maintain(idle: isIdle) }
      try #require(
        try storeContents(memory.makeReader()) == storeContents(sqlite.makeReader()), "seed \(seed), round \(round)")
      guard random.chance(10) else { continue }
      writers[1] = writers[0]
      writers[1] = try sqlite.makeWriter()
    }
    writers = []
    #expect(try sqlite.integrityCheck() == [])
    #expect(try storeContents(memory.reopened().makeReader()) == storeContents(sqlite.makeReader()))
  }

  private static func savepoint(_ change: String, _ writer: any StoreWriter) throws {
    switch change {
    case "begin": try writer.beginSavepoint()
    case "release": try writer.releaseSavepoint()
    default: try writer.rollbackSavepoint()
    }
  }

  private static func answer(_ operation: RandomOperation, _ writer: any StoreWriter) throws -> String {
    do { return try operation.run(writer) } catch let error as StoreError { return "error \(error.kind)" }
  }
}
