import CEL
import CivilTime
import Dispatch
import EngineMessages
import Marketplace
import SQLiteStorage
import Storage
import Testing
import WorkflowEngine

@testable import Daemon

/// The engine's turns and the readers of the catalogue do not wait for each other.
@Suite struct TurnsBesideReadsTests {
  private let folder: ScratchFolder
  private let store: SQLiteStore

  init() throws {
    folder = try ScratchFolder()
    store = try SQLiteStore(path: "\(folder.path)/store.db")
  }

  private func command(_ number: Int) -> OperatorCommand {
    let draft = RecordDraft(kind: "service", id: "s\(number)", version: 1, body: Array("{}".utf8))
    return OperatorCommand(action: .putRecords([draft]), key: "\(number)", actor: "test", reason: "test")
  }

  @Test func noTurnWaitsForAReadOfTheCatalogue() async throws {
    let bench = try WriterBench(wrapping: store)
    bench.writer.start()
    let (pool, shelf) = (ReaderPool(store, threads: 4), CatalogueShelf(zones: ZoneTable()))
    let gate = DispatchSemaphore(value: 0)
    let (begun, begin) = AsyncStream.makeStream(of: Void.self)
    // Every reader is in the middle of the catalogue, and stays there.
    let reads = (0..<4).map { _ in
      Task {
        await pool.read { reader throws(StoreError) in
          let before = try shelf.shelved(reader).revision(of: .service)
          begin.yield(())
          gate.wait()
          return (before, try shelf.shelved(reader).revision(of: .service))
        }
      }
    }
    var count = 0
    for await _ in begun {
      count += 1
      if count == 4 { break }
    }
    for number in 0..<20 {
      let reply = await bench.writer.submit { .command(command(number), $0) }
      guard case .carriedOut = reply else {
        Issue.record("\(String(describing: reply))")
        break
      }
    }
    for _ in 0..<4 { gate.signal() }
    for read in reads {
      let (before, after) = try #require(await read.value)
      #expect(before != after, "the turns were committed meanwhile")
    }
    await bench.writer.stop()
  }
}
