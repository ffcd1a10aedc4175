import CEL
import CivilTime
import EngineMessages
import Marketplace
import Storage
import Testing
import WorkflowEngine

@testable import Daemon

/// Quotes are kept for a while after they have expired, and not for ever.
@Suite struct QuoteRetentionTests {
  private let bench: WriterBench
  private let readers: ReaderPool
  private let retention: QuoteRetention

  init() throws {
    bench = try WriterBench()
    readers = ReaderPool(bench.store)
    retention = QuoteRetention(writer: bench.writer, readers: readers, keep: .seconds(86_400))
    bench.writer.start()
  }

  private func put(_ draft: RecordDraft) async {
    let command = OperatorCommand(
      action: .putRecords([draft]), key: "\(draft.kind)/\(draft.id)/\(draft.version)", actor: "test", reason: "test")
    _ = await bench.writer.submit { .command(command, $0) }
  }

  private func quote(_ id: String, expires seconds: Int64, version: Int64 = 1, usedBy: String? = nil) async throws {
    let expires = try #require(bench.writer.clock.now.adding(.seconds(seconds)))
    let quote = StoredQuote(body: ["price": 1], call: [:], expires: expires, usedBy: usedBy)
    await put(QuoteDesk.draft(quote, id: id, version: version))
  }

  private func kept() async throws -> [String] {
    try await readers.query { reader throws(StoreError) in
      try reader.records(of: QuoteDesk.kind, after: nil, limit: 1_000).map(\.id)
    }
  }

  private func pass(_ seconds: Int64) throws {
    bench.writer.clock.advance(to: try #require(bench.writer.clock.now.adding(.seconds(seconds))))
  }

  @Test func quotesGoOnceTheyHaveBeenExpiredForLongAndOtherRecordsStay() async throws {
    await put(RecordDraft(kind: "service", id: "30-for-30", version: 1, body: Array("{}".utf8)))
    try await quote("a", expires: 900)
    try await quote("b", expires: 900)
    try await quote("b", expires: 900, version: 2, usedBy: "key")
    try await quote("c", expires: 4_000)
    try pass(900 + 86_400)
    await retention.look()
    #expect(try await kept() == ["a", "b", "c"], "not a second too early")
    try pass(1)
    await retention.look()
    #expect(try await kept() == ["c"])
    let log = try await readers.query { reader throws(StoreError) in
      try reader.recordLog(after: 0, limit: 10).map { "\($0.record.kind) \($0.record.id)" }
    }
    #expect(log == ["service 30-for-30", "quote c"])
    try pass(4_000)
    await retention.look()
    #expect(try await kept().isEmpty)
    await bench.writer.stop()
  }

  @Test func manyQuotesGoInSeveralTurns() async throws {
    for number in 0..<450 { try await quote("q\(number)", expires: 900) }
    try pass(90_000)
    try await quote("young", expires: 900)
    await retention.look()
    #expect(try await kept() == ["young"])
    await bench.writer.stop()
  }
}
