import CEL
import EngineMessages
import Execution
import Storage
import Testing
import WorkflowTesting

@testable import WorkflowEngine

/// A step that its machine stops while an attempt is out is settled, and never sent again.
@Suite struct StoppedStepTests {
  private static let refund = """
    ledger: {currency: "${'EUR'}", accounts: {client: external, held: credit, moving: credit, back: credit}}
    events:
      halt: {data: {}, by: [operator], otherwise: reject}
      refund.updated: {from: stripe/refund.updated, correlate: {reference: "${body.group}"}, data: {id: {type: string, value: "${body.id}"}, status: {type: string, value: "${body.status}"}}, otherwise: ignore}
    view: {reference: {value: "${input.reference}", index: unique}}
    initial: paying
    states:
      paying:
        entry: [{post: {from: client, to: held, amount: 100}}]
        invoke:
          step: stripe.refund
          id: refund
          key: "${family.key}/refund"
          with: {intent: pi_1, amount: 100, reason: r}
          moves: {from: held, via: moving, to: back, amount: "${100}"}
          completedBy:
            refund.updated: {id: "${event.data.id}", done: "event.data.status == 'succeeded'", failed: "event.data.status == 'failed'"}
          precondition: "view.reference != ''"
          onAccepted: {actions: []}
          onDone: {target: paid}
          onError: {target: failed}
          onStopped: halted
        on: {halt: {actions: [{stop: refund}]}}
      paid: {rest: true}
      failed: {rest: true}
      halted: {rest: true}
    """

  /// The first attempt is out, and the machine has stopped the step.
  private func halted() throws -> (Turns, StepRequest) {
    let turns = try Turns(deployed: [Turns.bundle(Self.refund)])
    try turns.start("S-1")
    let request = try #require(turns.last.dispatches.first).request
    #expect(try turns.send("halt", to: "S-1")?.verdict == "handled")
    // A worker that has not sent the first byte is told, and its step is still the machine's.
    #expect(turns.last.cancellations == [request.attempt])
    #expect(try turns.state("S-1") == "paying")
    return (turns, request)
  }

  private func expectNothingIsSent(_ turns: Turns) throws {
    for _ in 0..<4 {
      turns.wait(86_400)
      #expect(try turns.take().dispatches.isEmpty)
    }
  }

  private func balances(_ turns: Turns) throws -> [String] {
    try turns.reader.postings(of: turns.family("S-1").id).map(\.credit)
  }

  @Test func aStepThatDidNotHappenEndsAndItsMoneyIsReleased() throws {
    let (turns, request) = try halted()
    try turns.take(.outcome(request.attempt, .retry(StepError(code: "busy", message: "b"), after: nil)))
    #expect(try turns.state("S-1") == "halted")
    #expect(try balances(turns) == ["held", "moving", "held"])
    try expectNothingIsSent(turns)
    #expect(try turns.incidents().isEmpty)
  }

  @Test func aReportedFactIsHandled() throws {
    let (turns, request) = try halted()
    try turns.take(.outcome(request.attempt, .done(["id": "re_1", "status": "succeeded"])))
    #expect(try turns.state("S-1") == "paid")
    #expect(try balances(turns) == ["held", "moving", "back"])
  }

  @Test(arguments: [true, false]) func ofWhatMayHaveHappenedTheProviderIsAsked(_ isThere: Bool) throws {
    let (turns, request) = try halted()
    try turns.take(.outcome(request.attempt, .unknown(StepError(code: "connection_lost", message: "lost"))))
    #expect(try turns.state("S-1") == "paying")
    turns.wait(3_600)
    try turns.take()
    let asked = try #require(turns.last.dispatches.first)
    #expect(asked.kind == .reconcile)
    let found: Reconciliation = isThere ? .found(["id": "re_1", "status": "succeeded"]) : .absent
    try turns.take(.reconciled(asked.request.attempt, found))
    #expect(try turns.state("S-1") == (isThere ? "paid" : "halted"))
    try expectNothingIsSent(turns)
  }

  @Test func aStopIsRememberedWhenTheProcessStartsAgain() throws {
    let (turns, _) = try halted()
    let bundle = try Turns.bundle(Self.refund)
    try turns.restart(deployed: [bundle])
    turns.wait(3_600)
    try turns.take()
    let asked = try #require(turns.last.dispatches.first)
    #expect(asked.kind == .reconcile)
    try turns.take(.reconciled(asked.request.attempt, .absent))
    #expect(try turns.state("S-1") == "halted")
    try expectNothingIsSent(turns)
  }

  @Test func anAutomaticTransitionThatWaitedForTheAttemptIsTakenBeforeAnythingIsSentAgain() throws {
    let body = Self.refund
      .replacing("initial: paying", with: "context: {isOff: {type: bool, value: false}}\ninitial: paying")
      .replacing(
        "on: {halt: {actions: [{stop: refund}]}}",
        with: "always: {guard: context.isOff, target: halted}\n    on: {halt: {actions: [{assign: {isOff: true}}]}}")
    let turns = try Turns(deployed: [Turns.bundle(body)])
    try turns.start("S-1")
    let attempt = try #require(turns.last.dispatches.first).request.attempt
    try turns.send("halt", to: "S-1")
    #expect(try turns.state("S-1") == "paying")
    try turns.take(.outcome(attempt, .retry(StepError(code: "busy", message: "b"), after: nil)))
    #expect(try turns.state("S-1") == "halted")
    try expectNothingIsSent(turns)
  }
}
