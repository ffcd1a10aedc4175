import CivilTime
import MemoryStorage
import Storage
import Testing

@testable import Daemon

/// The record of a clock hold in the store.
@Suite struct ClockHoldTests {
  private let since = Instant(seconds: 1_800_000_000, nanoseconds: 500_000_000)!

  private func clocks(_ cause: ClockGuard.Cause, ahead: Int64 = 0) -> ClockGuard {
    var clocks = ClockGuard(trusted: .init(wall: since, boot: .milliseconds(7_250)), cause: cause)
    _ = clocks.look(
      .init(wall: since.adding(.seconds(ahead))!, boot: .milliseconds(7_250), isSynchronised: false))
    return clocks
  }

  @Test(arguments: zip(ClockGuard.Cause.allCases, ["clock-hold", "clock-unsynchronised"]))
  func aHoldOutlivesTheProcessAndItsIncidentIsOpen(cause: ClockGuard.Cause, code: String) throws {
    let store = MemoryStore()
    let writer = try store.makeWriter()
    #expect(try ClockHold.kept(in: writer) == nil)
    let hold = ClockHold(since: since, boot: .milliseconds(7_250), cause: cause)
    try ClockHold.keep(clocks(cause, ahead: -3_600), in: writer)
    #expect(try ClockHold.kept(in: store.makeReader()) == hold)
    #expect(try writer.incidents(status: .open, family: nil, limit: 10).map(\.code) == [code])
  }

  @Test func theIncidentSaysHowFarTheClockWasSetOrThatNobodyKeepsItRight() {
    #expect(ClockHold.text(clocks(.step, ahead: -3_600)).contains("3600 s back"))
    #expect(ClockHold.text(clocks(.step, ahead: 90)).contains("90 s ahead"))
    #expect(ClockHold.text(clocks(.unsynchronised)).contains("synchronised"))
  }

  @Test func theEndOfAHoldClosesItsIncidentWithItsReason() throws {
    let writer = try MemoryStore().makeWriter()
    try ClockHold.keep(clocks(.unsynchronised), in: writer)
    try ClockHold.forget(in: writer, at: since, by: "clock", reason: "the kernel says that it is synchronised")
    #expect(try ClockHold.kept(in: writer) == nil)
    #expect(try ClockHold.accepted(in: writer) == nil)
    let incident = try #require(try writer.incidents(status: nil, family: nil, limit: 10).first)
    #expect(incident.status == .resolved)
    #expect([incident.closedBy, incident.reason] == ["clock", "the kernel says that it is synchronised"])
  }

  @Test func anAcceptedClockIsRememberedByItsBoot() throws {
    let writer = try MemoryStore().makeWriter()
    try ClockHold.keep(clocks(.unsynchronised), in: writer)
    try ClockHold.forget(
      in: writer, at: since, by: "uid 0", reason: "right", accepted: .init(wall: since, boot: .seconds(60)))
    #expect(try ClockHold.accepted(in: writer) == since.adding(.seconds(-60)))
  }
}
