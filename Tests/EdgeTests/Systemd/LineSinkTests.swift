import Glibc
import SystemdSupport
import Testing

@Suite struct LineSinkTests {
  private let entry = JournalEntry(
    "moved\nto \"paid\"", priority: .warning, messageID: .transition,
    fields: [("BOOKING", "VLT-7"), ("REASON", "two words"), ("bad-name", "tab\there\u{1B}[31m")])

  @Test func anEntryIsOneReadableLine() throws {
    #expect(
      try written(entry, format: .text)
        == "2026-03-01T09:05:06.123Z warning moved\\nto \"paid\"  BOOKING=VLT-7 REASON=\"two words\" "
        + "BAD_NAME=tab\\there\\u{1b}[31m\n")
  }

  @Test func anEntryIsOneJSONObject() throws {
    #expect(
      try written(entry, format: .json)
        == #"{"time":"2026-03-01T09:05:06.123Z","priority":"warning","message":"moved\nto \"paid\"","#
        + #""message_id":"9ad38c755a224aeb8c61ac79a08edd99","BOOKING":"VLT-7","REASON":"two words","#
        + #""BAD_NAME":"tab\u0009here\u001b[31m"}"# + "\n")
  }

  @Test func underTheJournalTheLineCarriesItsLevel() throws {
    #expect(try written(JournalEntry("x"), format: .text, levelPrefix: true).hasPrefix("<6>2026-"))
  }

  @Test func aHugeValueIsCutAndTheCutIsMarked() throws {
    let line = try written(JournalEntry(String(repeating: "ä", count: 20_000)), format: .text)
    #expect(line.utf8.count < 17_000)
    #expect(line.hasSuffix("…\n"))
  }

  private func written(_ entry: JournalEntry, format: LineSink.Format, levelPrefix: Bool = false) throws -> String {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { throw Datagrams.Failure(reason: String(cString: strerror(errno))) }
    defer { ends.forEach { close($0) } }
    LineSink(descriptor: ends[1], format: format, levelPrefix: levelPrefix)
      .write(entry, microseconds: 1_772_355_906_123_456)
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let count = read(ends[0], &buffer, buffer.count)
    return String(decoding: buffer[..<max(0, count)], as: UTF8.self)
  }
}
