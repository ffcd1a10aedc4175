import CivilTime
import MemoryStorage
import Storage
import Testing

@testable import Daemon

/// What the store keeps of a clock hold.
@Suite struct ClockHoldTests {
  private let since = Instant(seconds: 1_800_000_000, nanoseconds: 500_000_000)!

  @Test func aHoldOutlivesTheProcessAndItsIncidentIsOpen() throws {
    let store = MemoryStore()
    let writer = try store.makeWriter()
    #expect(try ClockHold.kept(in: writer) == nil)
    let hold = ClockHold(since: since, boot: .milliseconds(7_250))
    try hold.keep(in: writer, drift: .seconds(-3_600))
    #expect(try ClockHold.kept(in: store.makeReader()) == hold)
    let incidents = try writer.incidents(status: .open, family: nil, limit: 10)
    #expect(incidents.map(\.code) == ["clock-hold"])
    #expect(incidents.first?.title.contains("3600 s back") == true)
  }

  @Test func theEndOfAHoldClosesItsIncidentWithItsReason() throws {
    let writer = try MemoryStore().makeWriter()
    try ClockHold(since: since, boot: .seconds(7)).keep(in: writer, drift: .seconds(86_400))
    try ClockHold.forget(in: writer, at: since, by: "uid 0", reason: "the time is right")
    #expect(try ClockHold.kept(in: writer) == nil)
    let incident = try #require(try writer.incidents(status: nil, family: nil, limit: 10).first)
    #expect(incident.status == .resolved)
    #expect([incident.closedBy, incident.reason] == ["uid 0", "the time is right"])
  }
}
