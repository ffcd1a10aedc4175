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
    #expect(!clock.isUntrusted)
  }

  @Test func aHoldThatWasKeptGoesOnAfterARestart() {
    var clock = ClockGuard(trusted: reading(10, 10), cause: .step)
    #expect(clock.look(reading(86_400, 30)) == .none)
    #expect(clock.isUntrusted)
    #expect(clock.look(reading(50, 50)) == .released)
  }

  /// A machine that starts: what the kernel says, what is known, and why the clock is held then.
  struct Start: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var isSynchronised: Bool
    var kept: ClockHold?
    /// Seconds since the start of the day of the last commit, and of the accepted boot.
    var lastNow: Int64?
    var accepted: Int64?
    var cause: ClockGuard.Cause?
    /// Where the trusted clock stands.
    var trusted: Int64
  }

  private static func hold(_ cause: ClockGuard.Cause) -> ClockHold {
    ClockHold(since: Instant(seconds: 1_800_000_700, nanoseconds: 0)!, boot: .seconds(900), cause: cause)
  }

  /// All at 1000 s on the wall and 1500 s after the boot, which was at -500 s.
  static let starts = [
    Start(testDescription: "synchronised: trusted", isSynchronised: true, lastNow: 900, cause: nil, trusted: 1_000),
    Start(
      testDescription: "unsynchronised: held, and time goes on from the last commit", isSynchronised: false,
      lastNow: 900, cause: .unsynchronised, trusted: 900),
    Start(
      testDescription: "unsynchronised with a new store: held at the wall clock", isSynchronised: false,
      cause: .unsynchronised, trusted: 1_000),
    Start(
      testDescription: "accepted in this boot: trusted over restarts", isSynchronised: false, lastNow: 900,
      accepted: -470, cause: nil, trusted: 1_000),
    Start(
      testDescription: "accepted in another boot: held", isSynchronised: false, lastNow: 900, accepted: -86_400,
      cause: .unsynchronised, trusted: 900),
    Start(
      testDescription: "a kept hold goes on, synchronised or not", isSynchronised: true, kept: hold(.step),
      lastNow: 700, cause: .step, trusted: 700),
    Start(
      testDescription: "a kept hold for want of synchronisation goes on until the first look", isSynchronised: true,
      kept: hold(.unsynchronised), lastNow: 700, cause: .unsynchronised, trusted: 700),
  ]

  @Test(arguments: starts)
  func aClockThatNobodyKeepsRightIsHeldFromTheStart(_ start: Start) {
    var now = reading(1_000, 1_000)
    now.isSynchronised = start.isSynchronised
    let clocks = ClockGuard.starting(
      now, kept: start.kept, lastNow: start.lastNow.map { reading($0, 0).wall },
      accepted: start.accepted.map { reading($0, 0).wall })
    #expect(clocks.cause == start.cause)
    #expect(clocks.trusted.wall == reading(start.trusted, 0).wall)
  }

  @Test func anUnsynchronisedClockIsTrustedOnceTheKernelSaysSoWhereverItStandsThen() {
    var first = reading(0, 0)
    first.isSynchronised = false
    var clocks = ClockGuard.starting(first, kept: nil, lastNow: reading(-50, 0).wall, accepted: nil)
    for boot: Int64 in [10, 20] {
      var next = reading(boot, boot)
      next.isSynchronised = false
      #expect(clocks.look(next) == .none)
      #expect(clocks.isUntrusted)
    }
    // The time service steps it by a day, and is content.
    #expect(clocks.look(reading(86_400, 30)) == .released)
    #expect(clocks.look(reading(86_410, 40)) == .none)
    #expect(!clocks.isUntrusted)
  }

  @Test func aStepIsNotForgivenBecauseTheKernelCallsItSynchronised() {
    var clocks = ClockGuard(trusted: reading(0, 0))
    #expect(clocks.look(reading(86_400, 10)) == .held)
    #expect(clocks.look(reading(86_410, 20)) == .none)
    #expect(clocks.cause == .step)
  }

  @Test func whileHeldTimeRunsOnByTheOtherClockAndStandsAfterAnotherBoot() {
    let trusted = reading(100, 100)
    #expect(DaemonClock.running(on: trusted, at: reading(0, 160).boot) == reading(160, 0).wall)
    #expect(DaemonClock.running(on: trusted, at: .seconds(5)) == trusted.wall)
  }
}
