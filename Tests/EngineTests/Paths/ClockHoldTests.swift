import CEL
import CivilTime
import Storage
import Testing
import WorkflowEngine
import WorkflowTesting

/// The work that waits while the wall clock is not trusted, and the work that goes on.
@Suite struct ClockHoldTests {
  private func mark(_ bench: Bench) throws -> String? { try bench.simulation.reader().meta("now") }

  @Test func noTimerFiresAndNoMoneyMovesUntilTheHoldEnds() throws {
    let bench = try Bench()
    try bench.deliver()
    let before = try mark(bench)
    bench.simulation.isClockHeld = true
    try bench.wait(.seconds(6 * 86_400))
    try bench.expect(escrow: "cooling")
    #expect(bench.amounts(of: "stripe.transfer") == [])
    #expect(try mark(bench) == before)
    bench.simulation.isClockHeld = false
    try bench.wait(.seconds(1))
    try bench.wait(.seconds(86_400))
    try bench.expect(escrow: "released")
    #expect(bench.amounts(of: "stripe.transfer") == [2_550])
    try bench.expectSound()
  }

  @Test func eventsGoOnAndTheirMailsFollowAfterwards() throws {
    let bench = try Bench()
    try bench.booking.request()
    bench.simulation.isClockHeld = true
    let mails = bench.providers.acts(of: "email.send").count
    try bench.booking.pays()
    try bench.expect(status: "confirmed", payment: "paid")
    #expect(bench.providers.acts(of: "email.send").count == mails)
    bench.simulation.isClockHeld = false
    try bench.wait(.seconds(1))
    #expect(bench.mails("confirmation") == 1)
    try bench.expectSound()
  }

  @Test func aRestartInAHoldMovesNothing() throws {
    let bench = try Bench()
    try bench.deliver()
    bench.simulation.isClockHeld = true
    try bench.simulation.crash(downtime: .seconds(10 * 86_400))
    try bench.expect(escrow: "cooling")
    bench.simulation.isClockHeld = false
    try bench.wait(.seconds(86_400))
    try bench.expect(escrow: "released")
    #expect(bench.amounts(of: "stripe.transfer") == [2_550])
    try bench.expectSound()
  }
}
