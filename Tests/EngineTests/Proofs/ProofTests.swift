import Testing
import WorkflowDefinitions
import WorkflowProofs
import WorkflowScenarios

/// Proofs of a small workflow: complete where it is sound, and with a shortest way to each fault where it is not.
@Suite struct ProofTests {
  @Test func aSoundWorkflowIsProvedCompletely() throws {
    let report = try Deposit.proof()
    #expect(report.counterExamples.isEmpty, Comment(rawValue: report.text))
    #expect(report.isComplete && report.unreached.isEmpty, Comment(rawValue: report.text))
  }

  @Test func aBoundThatCutsTheProofIsSaid() throws {
    let byStates = try Deposit.proof(bounds: ProofBounds(states: 10))
    #expect(!byStates.isComplete && byStates.text.contains("not complete"))
    let byDepth = try Deposit.proof(bounds: ProofBounds(states: 2_000, depth: 2))
    #expect(!byDepth.isComplete && byDepth.depth == 2)
  }

  @Test func theSameWorkflowIsProvedAlikeOnAnyNumberOfThreads() throws {
    let one = try Deposit.proof(Self.unfrozen, bounds: ProofBounds(states: 2_000, threads: 1))
    let two = try Deposit.proof(Self.unfrozen, bounds: ProofBounds(states: 2_000, threads: 2))
    #expect(one.json == two.json)
  }

  static let unfrozen = [("!context.frozen && now >= known(context.due)", "now >= known(context.due)")]

  /// A fault, planted by replacing text, and the kind of violation by which it is found.
  struct Fault: Sendable, CustomTestStringConvertible {
    let name: String
    let kind: Violation.Kind
    let changes: [(String, String)]
    var testDescription: String { name }

    static let all = [
      Fault(name: "paid while frozen", kind: .invariant, changes: unfrozen),
      Fault(
        name: "paid too early", kind: .invariant,
        changes: [
          ("late: always, target: ready", "late: always, target: paying"),
          ("at: context.due", "at: \"known(context.due) - period('PT1H')\""),
        ]),
      Fault(
        name: "more is paid than is held", kind: .stops,
        changes: [("to: paid, amount: \"${balance('held')}\"", "to: paid, amount: \"${balance('held') + 1}\"")]),
      Fault(
        name: "money is forgotten", kind: .moneyHeld,
        changes: [
          (
            "onDone: {target: over, actions: [{post: {from: held, to: refunded, amount: \"${balance('held')}\"}}]}",
            "onDone: {target: over}"
          )
        ]),
      Fault(
        name: "a key is used again", kind: .keyReused,
        changes: [
          (
            "onDone: {target: over}\n      onError: {target: cooling",
            "onDone: {target: unpaid}\n      onError: {target: cooling"
          ),
          ("/transfer/${context.tries}", "/transfer/${context.frozen ? 1 : 0}"),
        ]),
      Fault(
        name: "nobody waits", kind: .stranded,
        changes: [("timers: {due: {at: context.due,", "timers: {due: {at: \"context.tries > 0 ? null : context.due\",")]
      ),
    ]
  }

  @Test(arguments: Fault.all) func aPlantedFaultIsFoundAndItsShortestWayReplaysToIt(_ fault: Fault) throws {
    let report = try Deposit.proof(fault.changes)
    let example = try #require(
      report.counterExamples.first { $0.violation.kind == fault.kind }, Comment(rawValue: report.text))
    let suite = try Deposit.suite(fault.changes, more: [example.scenario])
    let results = suite.run(filter: "counter-example")
    let text = results.map(\.text).joined()
    #expect(results.count == 1 && !results[0].isPassed, Comment(rawValue: example.scenario))
    switch fault.kind {
    case .invariant: #expect(text.contains("invariant: "), Comment(rawValue: text + example.scenario))
    case .stops: #expect(text.contains("negative-account"), Comment(rawValue: text + example.scenario))
    case .stranded: #expect(text.contains("waits in"), Comment(rawValue: text + example.scenario))
    case .moneyHeld: #expect(text.contains("balance('held') == 0"), Comment(rawValue: text + example.scenario))
    case .keyReused: #expect(text.contains("stripe.transfer"), Comment(rawValue: text + example.scenario))
    }
  }

  @Test(arguments: Fault.all) func aViolationIsAFindingAtWhatIsBroken(_ fault: Fault) throws {
    let prover = Prover(try Deposit.suite(fault.changes))
    let report = prover.prove(bundle: 0, bounds: ProofBounds(states: 2_000))
    let index = try #require(report.counterExamples.firstIndex { $0.violation.kind == fault.kind })
    let finding = report.findings(of: prover)[index]
    #expect(finding.code == "proof-violation" && finding.file == "deposit.yaml" && finding.severity == .error)
    var lines = Deposit.workflow.split(separator: "\n").map(String.init)
    for (old, new) in fault.changes { lines = lines.map { $0.replacing(old, with: new) } }
    let line = fault.changes.contains { $0.0.contains("\n") } ? "" : lines[finding.line - 1]
    switch fault.kind {
    case .invariant: #expect(line.contains("name: nothing is paid out"))
    case .moneyHeld: #expect(line.contains("accounts:"))
    case .stranded: #expect(line.contains("cooling:"))
    case .stops, .keyReused: #expect(finding.line > 11)
    }
  }

  @Test func theScenarioOfAFaultPassesOnceTheFaultIsMended() throws {
    let example = try #require(try Deposit.proof(Self.unfrozen).counterExamples.first)
    let result = try #require(try Deposit.suite(more: [example.scenario]).run(filter: "counter-example").first)
    #expect(result.isPassed, Comment(rawValue: result.text + example.scenario))
  }

  @Test func whatIsAssumedIsNotExplored() throws {
    let assumed = [("invariants:", "invariants:\n  - {name: nobody freezes, assume: \"!context.frozen\"}")]
    let report = try Deposit.proof(Self.unfrozen + assumed)
    #expect(report.counterExamples.isEmpty && report.excluded > 0, Comment(rawValue: report.text))
  }

  @Test func aWrongAssumptionIsAnIncidentAndTheFamilyGoesOn() throws {
    let assumed = [("invariants:", "invariants:\n  - {name: nobody freezes, assume: \"!context.frozen\"}")]
    let scenario = """
      scenario: somebody freezes
      given: {at: 2027-03-01T09:00:00Z, input: {id: D-1, price: 500}}
      story:
        - when: [{start: true}, {event: freeze}]
          then: {incidents: ["the assumption 'nobody freezes' does not hold"]}
        - {when: {event: freeze}, then: {incidents: []}}
        - {when: [{event: lift}, {event: freeze}], then: {incidents: ["the assumption 'nobody freezes'"]}}
      """
    let result = try #require(try Deposit.suite(assumed, more: [scenario]).run(filter: "somebody freezes").first)
    #expect(result.isPassed, Comment(rawValue: result.text))
  }
}
