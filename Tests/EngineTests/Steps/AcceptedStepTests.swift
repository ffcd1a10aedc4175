import CEL
import EngineMessages
import Execution
import Storage
import Testing
import WorkflowTesting

@testable import WorkflowEngine

/// Accepted is not forgotten: the provider is asked on a rhythm, by an operator's word, and in the end a person is.
@Suite struct AcceptedStepTests {
  private static let refund = """
    ledger: {currency: "${'EUR'}", accounts: {client: external, held: credit, back: credit}}
    events:
      refund.updated: {from: stripe/refund.updated, correlate: {reference: "${body.group}"}, data: {id: {type: string, value: "${body.id}"}, status: {type: string, value: "${body.status}"}, key: {type: string|null, value: "${body.key}"}}, otherwise: ignore}
    view: {reference: {value: "${input.reference}", index: unique}}
    initial: paying
    states:
      paying:
        invoke:
          step: stripe.refund
          key: "${family.key}/refund"
          with: {intent: pi_1, amount: 100, reason: r}
          completedBy:
            refund.updated: {id: "${event.data.id}", key: "${event.data.key}", done: "event.data.status == 'succeeded'", failed: "event.data.status == 'failed'"}
          moves: {from: client, via: held, to: back, amount: "${100}"}
          onAccepted: {actions: []}
          onDone: {target: paid}
          onError: {target: failed}
          onStopped: failed
      paid: {rest: true}
      failed: {rest: true}
    """

  private func accepted() throws -> Turns {
    let turns = try Turns(deployed: [Turns.bundle(Self.refund)])
    try turns.start("S-1")
    let attempt = try #require(turns.last.dispatches.first?.request.attempt)
    try turns.take(.outcome(attempt, .accepted(["id": "re_1", "status": "pending"])))
    return turns
  }

  /// The provider is asked now, and answers.
  private func answer(_ turns: Turns, _ finding: Reconciliation) throws {
    let dispatch = try #require(turns.last.dispatches.first)
    #expect(dispatch.kind == .reconcile)
    try turns.take(.reconciled(dispatch.request.attempt, finding))
  }

  @Test func theProviderIsAskedAfterADayAndThenDailyUntilItHasSettled() throws {
    let turns = try accepted()
    turns.wait(86_399)
    #expect(try turns.take().dispatches.isEmpty)
    for _ in 0..<3 {
      turns.wait(86_400)
      try turns.take()
      try answer(turns, .pending(["id": "re_1", "status": "pending"]))
      #expect(try turns.state("S-1") == "paying")
    }
    turns.wait(86_400)
    try turns.take()
    try answer(turns, .found(["id": "re_1", "status": "succeeded"]))
    #expect(try turns.state("S-1") == "paid")
    #expect(try turns.incidents().isEmpty)
  }

  @Test func aFailedSettlementIsHandled() throws {
    let turns = try accepted()
    turns.wait(86_400)
    try turns.take()
    try answer(turns, .failed(StepError(code: "refund_failed", message: "the account is closed")))
    #expect(try turns.state("S-1") == "failed")
    #expect(try turns.reader.postings(of: turns.family("S-1").id).map(\.credit) == ["held", "client"])
  }

  @Test func anOperatorHasItAskedAtOnceOrSettlesItByHand() throws {
    let turns = try accepted()
    let task = try turns.reader.tasks(in: .accepted, after: nil, limit: 1)[0].id
    guard case .carriedOut(_, "accepted") = try turns.command(.taskRetry(task)) else { throw Failure("refused") }
    try answer(turns, .pending(["id": "re_1", "status": "pending"]))
    #expect(try turns.command(.taskDone(task, data: ["id": "re_1"]))?.refusal == "wrong_data")
    guard case .carriedOut(_, "done") = try turns.command(.taskDone(task, data: ["id": "re_1", "status": "succeeded"]))
    else { throw Failure("refused") }
    #expect(try turns.state("S-1") == "paid")
    let row = try turns.reader.history(of: turns.family("S-1").id, after: 0, limit: 10).last
    #expect(row?.actor == "uid 0: test")
  }

  @Test func afterTheSettlementBudgetAPersonIsAskedAndTheStepStaysInFlight() throws {
    let turns = try accepted()
    for _ in 0..<31 where try turns.incidents().isEmpty {
      turns.wait(86_400)
      try turns.take()
      if !turns.last.dispatches.isEmpty {
        try answer(turns, .undecided(StepError(code: "provider_error", message: "down")))
      }
    }
    #expect(try turns.incidents().map(\.code) == ["step-parked"])
    #expect(try turns.reader.tasks(in: .parked, after: nil, limit: 1).count == 1)
    #expect(try turns.state("S-1") == "paying")
    let task = try turns.reader.tasks(in: .parked, after: nil, limit: 1)[0].id
    guard case .carriedOut(_, "unknown") = try turns.command(.taskRetry(task)) else { throw Failure("refused") }
    #expect(try turns.incidents().isEmpty)
    try answer(turns, .found(["id": "re_1", "status": "succeeded"]))
    #expect(try turns.state("S-1") == "paid")
  }

  @Test func aKeyThatTheProviderMayHaveForgottenIsAskedAboutBeforeItIsSentAgain() throws {
    let turns = try Turns(deployed: [Turns.bundle(Self.refund)])
    try turns.start("S-1")
    let first = try #require(turns.last.dispatches.first?.request)
    try turns.take(.outcome(first.attempt, .retry(StepError(code: "busy", message: "b"), after: .seconds(25 * 3_600))))
    turns.wait(25 * 3_600)
    try turns.take()
    let second = try #require(turns.last.dispatches.first)
    #expect(second.kind == .reconcile && second.request.key == first.key)
    try turns.take(.reconciled(second.request.attempt, .absent))
    let third = try #require(turns.last.dispatches.first)
    #expect(third.kind == .send && third.request.key == "S-1/refund/g2")
  }

  static let words: [(String, ValueMap, String)] = [
    ("its key", ["key": "S-1/refund/g1", "status": "succeeded"], "paid"),
    ("its key of another generation", ["key": "S-1/refund/g7", "status": "succeeded"], "paid"),
    ("its key, and it failed", ["key": "S-1/refund/g1", "status": "failed"], "failed"),
    ("its key, and nothing is settled", ["key": "S-1/refund/g1", "status": "pending"], "paying"),
    ("another key", ["key": "S-1/refund2/g1", "status": "succeeded"], "paying"),
    ("no key", ["key": nil, "status": "succeeded"], "paying"),
  ]

  /// The reply was lost and the provider cannot be asked: its own event proves what became of the step.
  @Test(arguments: words.indices) func aLaterWordOfTheProviderIsRecognisedByTheStepsKey(_ index: Int) throws {
    let (what, body, state) = Self.words[index]
    let turns = try Turns(deployed: [Turns.bundle(Self.refund)])
    try turns.start("S-1")
    let attempt = try #require(turns.last.dispatches.first?.request.attempt)
    try turns.take(.outcome(attempt, .unknown(StepError(code: "connection_lost", message: "lost"))))
    var event = body
    event["group"] = "S-1"
    event["id"] = "re_1"
    try turns.hook("refund.updated", event)
    #expect(try turns.state("S-1") == state, "\(what)")
    let open = try turns.reader.tasks(of: turns.family("S-1").id, closed: false)
    #expect(open.count == (state == "paying" ? 1 : 0), "\(what)")
    // Money was booked once, for any last answer of the provider.
    turns.wait(3_600)
    try turns.take()
    for dispatch in turns.last.dispatches {
      try turns.take(.reconciled(dispatch.request.attempt, .found(["id": "re_1", "status": "succeeded"])))
    }
    let credits = try turns.reader.postings(of: turns.family("S-1").id).map(\.credit)
    #expect(credits == (state == "failed" ? ["held", "client"] : ["held", "back"]), "\(what)")
    #expect(try turns.incidents().isEmpty, "\(what)")
  }
}
