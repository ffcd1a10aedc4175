import Logging
import SystemdSupport
import Testing

@Suite struct JournalTests {
  @Test func entriesKeepTheirOrder() {
    let sink = RecordingJournal()
    let journal = Journal(sink: sink)
    for number in 0..<1000 { journal.log(JournalEntry("\(number)")) }
    #expect(journal.flush())
    #expect(sink.messages == (0..<1000).map(String.init))
  }

  @Test func transitionsAreSummarisedWhenTheQueueIsFull() throws {
    let sink = RecordingJournal(held: true)
    let journal = Journal(sink: sink, capacity: 2, waitLimit: .seconds(60))
    journal.log(JournalEntry("first"))
    sink.waitUntilReached()
    for number in 0..<5 { journal.log(JournalEntry("transition \(number)", messageID: .transition)) }
    journal.log(JournalEntry("attempt", messageID: .attempt))
    sink.release()
    #expect(journal.flush())
    journal.log(JournalEntry("after"))
    #expect(journal.close())
    // Two fitted; what was left out is told where it was left out, before what comes after it.
    let summary = try #require(sink.entries.first { $0.messageID == .summary })
    #expect(summary.message.hasPrefix("4 entries were not written"))
    #expect(summary.fields.contains(JournalEntry.Field("SUPPRESSED_KINDS", "1 attempt, 3 transition")))
    #expect(sink.messages.filter { $0.hasPrefix("transition") } == ["transition 0", "transition 1"])
    #expect(sink.messages.last == "after")
  }

  @Test func anIncidentWaitsForRoom() async {
    let sink = RecordingJournal(held: true)
    let journal = Journal(sink: sink, capacity: 1, waitLimit: .seconds(3600))
    journal.log(JournalEntry("first"))
    sink.waitUntilReached()
    journal.log(JournalEntry("fills the queue"))
    async let logged: Void = blocking { journal.log(JournalEntry("incident", priority: .error, messageID: .incident)) }
    sink.release()
    await logged
    #expect(journal.close())
    #expect(sink.messages == ["first", "fills the queue", "incident"])
  }

  @Test func anIncidentDoesNotWaitForEver() {
    let sink = RecordingJournal(held: true)
    let journal = Journal(sink: sink, capacity: 1, waitLimit: .milliseconds(1))
    journal.log(JournalEntry("first"))
    sink.waitUntilReached()
    journal.log(JournalEntry("fills the queue"))
    journal.log(JournalEntry("lost", priority: .error, messageID: .incident))
    #expect(!journal.flush(within: .milliseconds(1)))
    sink.release()
    #expect(journal.close())
    #expect(sink.messages.contains { $0.hasSuffix(": 1 incident") })
  }

  @Test func aJournalThatHangsCostsOneWaitAndNotOneAnEntry() {
    let sink = RecordingJournal(held: true)
    let journal = Journal(sink: sink, capacity: 1, waitLimit: .milliseconds(100))
    journal.log(JournalEntry("first"))
    sink.waitUntilReached()
    journal.log(JournalEntry("fills the queue"))
    let took = ContinuousClock().measure {
      for _ in 0..<100 { journal.log(JournalEntry("lost", priority: .error, messageID: .incident)) }
    }
    #expect(took >= .milliseconds(100))
    #expect(took < .seconds(5), "a hundred waits would be ten seconds")
    sink.release()
    #expect(journal.close())
    #expect(sink.messages.contains { $0.hasSuffix(": 100 incident") })
  }

  @Test func libraryMessagesBecomeEntries() {
    let sink = RecordingJournal()
    let journal = Journal(sink: sink)
    var logger = Logger(label: "http") { JournalLogHandler(label: $0, journal: journal) }
    logger[metadataKey: "request-id"] = "r1"
    logger.warning("slow", metadata: ["detail": ["b": "2", "a": ["1", "x"]], "_secret": "s"])
    logger.debug("not at this level")
    #expect(journal.flush())
    #expect(sink.messages == ["slow"])
    #expect(sink.entries.first?.priority == .warning)
    let fields = sink.entries.first?.fields.map { "\($0.name)=\($0.value)" } ?? []
    #expect(fields.prefix(4) == ["LOGGER=http", "F_SECRET=s", "DETAIL={a: [1, x], b: 2}", "REQUEST_ID=r1"])
    #expect(fields.contains { $0.hasPrefix("CODE_FILE=") })
  }
}

@Suite struct JournalFieldNameTests {
  @Test(arguments: ["BOOKING", "STATE_FROM", "A1"])
  func aValidNameStays(name: String) {
    #expect(JournalFieldName.isValid(name))
    #expect(JournalFieldName.repaired(name) == name)
  }

  @Test(arguments: [
    ("request-id", "REQUEST_ID"), ("_PID", "F_PID"), ("__x", "F_X"), ("9lives", "F_9LIVES"), ("message", "F_MESSAGE"),
    ("PRIORITY", "F_PRIORITY"), ("", "F_"), ("größe", "GR____E"),
  ])
  func anInvalidNameIsRepaired(given: String, expected: String) {
    #expect(JournalFieldName.repaired(given) == expected)
    #expect(JournalFieldName.isValid(JournalFieldName.repaired(given)))
  }

  @Test func aLongNameIsCut() {
    #expect(JournalFieldName.isValid(JournalFieldName.repaired(String(repeating: "9", count: 100))))
  }
}
