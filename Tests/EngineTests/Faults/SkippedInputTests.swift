import CEL
import EngineMessages
import Execution
import Storage
import Testing
import WorkflowEngine
import WorkflowTesting

/// An input that an operator leaves out of a stopped family does not stop it again.
@Suite struct SkippedInputTests {
  private static let invariants = "invariants: [{name: all wait for something, never: family.stranded}]\n"
  private static let events = """
    context: {n: {type: int, value: 0}}
    events: {add: {data: {}, by: [operator], otherwise: reject}}
    view: {n: {value: "${context.n}"}}

    """
  private static let add = "on: {add: {actions: [{assign: {n: \"${context.n + 1}\"}}]}}"

  /// The booking of a transfer's outcome fails until `n` is above zero.
  private static let transfer = """
    \(invariants)\(events)ledger: {currency: EUR, accounts: {outside: external, paying: signed, paid: signed}}
    initial: a
    states:
      a:
        invoke:
          step: stripe.transfer
          key: "${family.key}/t"
          with: {amount: "${step.amount}", currency: EUR, destination: acct, group: g}
          moves: {from: outside, via: paying, to: paid, amount: 500}
          onAccepted: {actions: [{assign: {n: "${1 / context.n}"}}]}
          onDone: {target: b, actions: [{assign: {n: "${1 / context.n}"}}]}
          onError: c
        \(add)
      b: {rest: true}
      c: {rest: true}
    """

  private func stopped(_ body: String) throws -> (Small, IncidentRecord) {
    let small = try Small(bundle: Turns.bundle(body))
    try small.start()
    try small.wait(.seconds(7_200))
    #expect(try small.status == .stopped)
    return (small, try #require(try small.incidents.first))
  }

  @Test func anOutcomeThatIsSkippedParksItsStepAndTheFamilyGoesOn() throws {
    let (small, incident) = try stopped(Self.transfer)
    #expect(incident.code == "expression-error")
    #expect(try small.act(.incidentSkip(incident.id), key: "skip").verdict == "skipped")
    #expect(try small.status == .running)
    #expect(try small.incidents.map(\.code) == ["step-parked"])
    let task = try #require(try small.simulation.reader().tasks(in: .parked, after: nil, limit: 1).first)
    #expect(try small.act(.incidentDiscard(small.incidents[0].id), key: "hide").refusal == "task_parked")
    // The money has moved at the provider, and the books do not say that it is back.
    #expect(try postings(small) == ["paying"])
    #expect(try small.simulation.verify().map(\.description) == [])

    // Further steps do not fail, and the answer that is known is offered again without asking anybody.
    #expect(try small.send("add").verdict == "handled")
    #expect(try small.act(.taskRetry(task.id), key: "retry").verdict == "done")
    #expect(try small.state == "b")
    #expect(try postings(small) == ["paying", "paid"])
    #expect(small.simulation.providers.log.count == 1)
    #expect(try small.incidents.isEmpty)
    #expect(try small.simulation.verify().map(\.description) == [])
  }

  @Test func anAnswerThatFailsAgainStopsTheFamilyAgainAndIsNotLost() throws {
    let (small, incident) = try stopped(Self.transfer)
    try small.act(.incidentSkip(incident.id), key: "skip")
    let task = try #require(try small.simulation.reader().tasks(in: .parked, after: nil, limit: 1).first)
    try small.act(.taskRetry(task.id), key: "retry")
    #expect(try small.status == .stopped)
    #expect(try small.incidents.map(\.code) == ["expression-error"])
    try small.act(.incidentSkip(small.incidents[0].id), key: "skip again")
    #expect(try small.status == .running)
    #expect(try small.incidents.map(\.code) == ["step-parked"])
    #expect(try small.simulation.verify().map(\.description) == [])
  }

  @Test func anAcceptedStepWhoseAcceptanceIsSkippedIsSettledAllTheSame() throws {
    let small = try Small(bundle: Turns.bundle(Self.transfer))
    small.simulation.providers.answers["stripe.transfer"] = [.accepted(["id": "tr_1"])]
    small.simulation.providers.findings["stripe.transfer"] = [.found(["id": "tr_1"])]
    try small.start()
    let incident = try #require(try small.incidents.first)
    try small.act(.incidentSkip(incident.id), key: "skip")
    #expect(try small.status == .running)
    #expect(try small.simulation.reader().tasks(in: .accepted, after: nil, limit: 1).count == 1)
    #expect(try small.send("add").verdict == "handled")
    try small.wait(.seconds(8 * 86_400))
    #expect(try small.state == "b")
    #expect(try small.simulation.verify().map(\.description) == [])
  }

  @Test func aQuestionWhoseKeyWasTakenIsAskedOnceTheKeyIsFree() throws {
    let small = try Small(
      bundle: Turns.bundle(
        """
        \(Self.events)initial: a
        states:
          a:
            rest: true
            on:
              add:
                actions:
                  - spawn: {step: email.send, id: m, key: "${family.key}/k", with: {template: t, to: a@b.example, name: null, language: en, data: {}, calendar: null}, onError: {actions: []}}
                  - spawn: {step: human.task, id: h, key: "${family.key}/k", with: {title: t, assignee: operator, form: {}}, onStopped: {actions: [{assign: {n: "${1 / context.n}"}}]}}
        """))
    small.simulation.holdsBack = { _ in true }
    try small.start()
    try small.send("add")
    #expect(try small.status == .stopped)
    // Two open steps cannot share one key, so that the machine hears once more that its question was stopped.
    try small.act(.incidentSkip(small.incidents[0].id), key: "too early")
    #expect(try small.status == .stopped)
    try small.simulation.deliverHeld()
    try small.act(.incidentSkip(small.incidents[0].id), key: "in time")
    #expect(try small.status == .running)
    let task = try #require(try small.simulation.reader().tasks(in: .open, after: nil, limit: 1).first)
    #expect(try small.act(.taskDone(task.id, data: .map(ValueMap())), key: "done").verdict == "done")
    #expect(try small.simulation.verify().map(\.description) == [])
  }

  @Test func aTimerThatIsSkippedLeavesAnAlarmAndAFamilyThatGoesOn() throws {
    let (small, incident) = try stopped(
      """
      \(Self.invariants)\(Self.events)initial: waiting
      states:
        waiting:
          timers: {due: {at: "entered + period('PT1H')", late: always, target: gone, actions: [{assign: {n: "${100 / context.n}"}}]}}
          \(Self.add)
        gone: {rest: true}
      """)
    #expect(try small.act(.incidentSkip(incident.id), key: "skip").verdict == "skipped")
    #expect(try small.status == .running)
    #expect(try small.incidents.map(\.code) == ["alarm"])
    #expect(try small.incidents.map { $0.title.contains("waits in waiting for nothing") } == [true])
    #expect(try small.send("add").verdict == "handled")
    #expect(try small.status == .running)
    #expect(try small.simulation.verify().map(\.description) == [])
  }

  private func postings(_ small: Small) throws -> [String] {
    let reader = try small.simulation.reader()
    let family = try #require(try reader.family(key: Small.reference))
    return try reader.postings(of: family.id).map(\.credit)
  }
}
