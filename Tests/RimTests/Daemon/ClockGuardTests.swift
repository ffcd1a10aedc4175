import CivilTime
import Testing

@testable import Daemon

/// When the wall clock is trusted.
@Suite struct ClockGuardTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var testDescription: String
    /// Seconds of the wall clock and of the other one since the start, look by look.
    var looks: [(wall: Int64, boot: Int64)]
    var changes: [ClockGuard.Change]
    /// Where the trusted wall clock stands in the end.
    var trusted: Int64
  }

  static let cases = [
    Case(testDescription: "both go on", looks: [(10, 10), (4_000, 4_000)], changes: [.none, .none], trusted: 4_000),
    Case(
      testDescription: "a suspended machine counts on both", looks: [(0, 0), (90_000, 90_000)],
      changes: [.none, .none], trusted: 90_000),
    Case(testDescription: "a minute is tolerated", looks: [(70, 10), (20, 20)], changes: [.none, .none], trusted: 20),
    Case(
      testDescription: "small steps do not add up", looks: [(50, 10), (90, 20), (140, 40)],
      changes: [.none, .none, .none], trusted: 140),
    Case(testDescription: "a step ahead holds", looks: [(10, 10), (82, 21)], changes: [.none, .held], trusted: 10),
    Case(testDescription: "a step back holds", looks: [(100, 100), (49, 110)], changes: [.none, .held], trusted: 100),
    Case(
      testDescription: "a hold is told once and time stands", looks: [(10, 10), (86_400, 20), (86_500, 120)],
      changes: [.none, .held, .none], trusted: 10),
    Case(
      testDescription: "a hold ends when the clocks agree again", looks: [(10, 10), (86_400, 20), (620, 600)],
      changes: [.none, .held, .released], trusted: 620),
    Case(
      testDescription: "a second step holds again", looks: [(86_400, 20), (40, 40), (86_400, 60)],
      changes: [.held, .released, .held], trusted: 40),
    Case(
      testDescription: "another boot's count does not end a hold",
      looks: [(500, 10), (40, 20), (9_000, 100), (9_000, 5)],
      changes: [.held, .released, .held, .none], trusted: 40),
  ]

  private func reading(_ wall: Int64, _ boot: Int64) -> ClockGuard.Reading {
    ClockGuard.Reading(wall: Instant(seconds: 1_800_000_000 + wall, nanoseconds: 0)!, boot: .seconds(500 + boot))
  }

  @Test(arguments: cases)
  func aStepOfTheWallClockHoldsIt(_ sample: Case) {
    var clock = ClockGuard(trusted: reading(0, 0))
    #expect(sample.looks.map { clock.look(reading($0.wall, $0.boot)) } == sample.changes)
    #expect(clock.trusted.wall == reading(sample.trusted, 0).wall)
  }

  @Test func anAcceptedClockIsTrustedFromThere() {
    var clock = ClockGuard(trusted: reading(0, 0))
    #expect(clock.look(reading(86_400, 10)) == .held)
    #expect(clock.drift == .seconds(86_390))
    clock.accept(reading(86_401, 11))
    #expect(clock.look(reading(86_411, 21)) == .none)
    #expect(!clock.isHeld)
  }

  @Test func aHoldThatWasKeptGoesOnAfterARestart() {
    var clock = ClockGuard(trusted: reading(10, 10), isHeld: true)
    #expect(clock.look(reading(86_400, 30)) == .none)
    #expect(clock.isHeld)
    #expect(clock.look(reading(50, 50)) == .released)
  }
}
