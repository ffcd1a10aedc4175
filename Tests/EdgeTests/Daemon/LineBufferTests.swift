import Control
import Testing

@testable import Daemon

/// A follower's lines are bounded, and what is missing is said.
@Suite struct LineBufferTests {
  private func text(_ line: EventStreamEntry?) -> String { line?.text ?? "none" }

  @Test func linesComeInTheirOrderAndThenTheEnd() async {
    let buffer = LineBuffer(limit: 10) { _ in true }
    for n in 0..<5 { buffer.push(EventStreamEntry(text: "\(n)")) }
    buffer.finish()
    var seen: [String] = []
    while let line = await buffer.next() { seen.append(text(line)) }
    #expect(seen == ["0", "1", "2", "3", "4"])
  }

  @Test func aSlowReaderGetsTheNumberOfMissingLines() async {
    let buffer = LineBuffer(limit: 100) { _ in true }
    for n in 0..<1_000 { buffer.push(EventStreamEntry(text: "\(n)")) }
    let first = await buffer.next()
    #expect(first?.kind == "dropped")
    #expect(first?.dropped == 900)
    #expect(text(await buffer.next()) == "900")
    buffer.finish()
    var last: EventStreamEntry?
    while let line = await buffer.next() { last = line }
    #expect(text(last) == "999")
  }

  @Test func unwantedLinesTakeNoRoom() async {
    let buffer = LineBuffer(limit: 2) { $0.reference == "VLT-1" }
    func push(_ reference: String, _ text: String) {
      var line = EventStreamEntry(text: text)
      line.reference = reference
      buffer.push(line)
    }
    push("VLT-1", "mine")
    for _ in 0..<100 { push("VLT-2", "other") }
    #expect(text(await buffer.next()) == "mine")
  }

  @Test func aReaderWaitsForTheNextLineAndEndsWithItsTask() async {
    let buffer = LineBuffer(limit: 10) { _ in true }
    let reading = Task { await buffer.next() }
    buffer.push(EventStreamEntry(text: "late"))
    #expect(text(await reading.value) == "late")
    let waiting = Task { await buffer.next() }
    waiting.cancel()
    #expect(await waiting.value == nil)
  }

  @Test func aFollowerWhoGoesAwayIsForgotten() throws {
    let bench = try WriterBench(failures: [:])
    var stream: AsyncStream<EventStreamEntry>? = bench.eventStream.follow()
    #expect(bench.eventStream.followerCount == 1)
    _ = stream
    stream = nil
    #expect(bench.eventStream.followerCount == 0)
  }
}
