import CivilTime
import Testing

@testable import EngineSimulation

/// The simulated machine's clocks behave as a daemon's do in a hold.
@Suite struct SimulatedClockTests {
  private let begin = Instant(seconds: 1_803_893_400)!

  private func later(_ seconds: Int64) throws -> Instant { try #require(begin.adding(.seconds(seconds))) }

  @Test func aSmallErrorIsTrusted() throws {
    var clock = SimulatedClock()
    clock.set(.seconds(50), at: begin)
    #expect(!clock.isUntrusted)
    #expect(clock.time(at: begin) == (try later(50)))
    #expect(clock.instant(of: try later(60), at: begin) == (try later(10)))
  }

  @Test func aStepIsHeldAndTimeRunsOnUntilTheClocksAgreeAgain() throws {
    var clock = SimulatedClock()
    clock.set(.seconds(86_400), at: begin)
    #expect(clock.isUntrusted)
    #expect(clock.time(at: try later(100)) == (try later(100)))
    clock.set(.seconds(30), at: try later(200))
    #expect(!clock.isUntrusted)
    #expect(clock.time(at: try later(200)) == (try later(230)))
  }

  @Test func afterAnotherBootTimeStandsUntilSomebodyAcceptsTheClock() throws {
    var clock = SimulatedClock()
    clock.distrust(at: begin)
    clock.reboot()
    #expect(clock.time(at: try later(5_000)) == begin)
    #expect(clock.instant(of: try later(1), at: try later(5_000)) == nil)
    clock.set(.zero, at: try later(6_000))
    #expect(clock.isUntrusted)
    clock.accept()
    #expect(clock.time(at: try later(6_000)) == (try later(6_000)))
  }

  @Test func aPersonSetsAClockRightBeforeTheyAcceptIt() throws {
    var clock = SimulatedClock()
    clock.set(.seconds(-3_600), at: begin)
    clock.accept()
    #expect(!clock.isUntrusted)
    #expect(clock.time(at: begin) == begin)
  }
}
