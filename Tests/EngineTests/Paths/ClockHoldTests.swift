import CEL
import CivilTime
import Execution
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
    bench.simulation.isClockHeld = true
    try bench.wait(.seconds(6 * 86_400))
    try bench.expect(escrow: "cooling")
    #expect(bench.amounts(of: "stripe.transfer") == [])
    // The time of the hold's turns is kept, so that no later process falls behind their rows.
    #expect(try mark(bench) == String(bench.simulation.now.microsecondsRoundedUp))
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

  private static let counter = """
    context: {n: {type: int, value: 0}}
    events: {count: {data: {}, by: [operator], otherwise: ignore}}
    initial: a
    states:
      a:
        rest: true
        on:
          count:
            actions:
              - assign: {n: "${context.n + 1}"}
              - spawn:
                  step: stripe.intent.cancel
                  id: "cancel/${context.n}"
                  key: "${family.key}/${context.n}"
                  with: {intent: pi_1}
                  onError: {actions: []}
    """

  /// After another boot the daemon's clock stands at the beginning of the hold, before rows that were written since.
  @Test func aProcessAfterAHoldDoesNotFallBehindItsRows() throws {
    let bundle = try Turns.bundle(Self.counter)
    let turns = try Turns(deployed: [bundle])
    try turns.start("S-1")
    let begin = turns.now
    turns.isClockUntrusted = true
    turns.wait(3_600)
    try turns.send("count", to: "S-1")
    let sent = try #require(turns.last.dispatches.first).request
    turns.now = begin
    try turns.restart(deployed: [bundle])
    #expect(turns.engine.lastNow == begin.adding(.seconds(3_600)))
    try turns.send("count", to: "S-1")
    let rows = try turns.reader.history(of: turns.family("S-1").id, after: 0, limit: 100)
    #expect(rows.map(\.at) == rows.map(\.at).sorted())
    // A key is never younger than its first use: the provider's memory of it is not taken for longer than it is.
    let again = try turns.reader.attempts(of: TaskID(rawValue: sent.attempt.task))
    #expect(again.allSatisfy { $0.startedAt <= turns.engine.lastNow.microsecondsRoundedUp })
    let verifier = FamilyVerifier(
      reader: try turns.reader, bundle: bundle, digest: ShippedWorkflows.digest,
      capability: { reference, role in "secret/\(reference)/\(role)" })
    #expect(try verifier.verify(turns.family("S-1")).map(\.description) == [])
  }
}
