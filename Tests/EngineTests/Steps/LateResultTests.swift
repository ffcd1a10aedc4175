import CEL
import EngineMessages
import Execution
import Storage
import Testing
import WorkflowEngine
import WorkflowTesting

/// A result that comes when its state is gone is heard as `step.late` by a machine that declares it, and by no other.
@Suite struct LateResultTests {
  private static let declared = "step.late: {data: {serial: int, outcome: string}, otherwise: ignore}"

  private func world(_ declaration: String, _ handler: String) throws -> Small {
    try Small(
      """
      context: {late: {type: [string], value: []}}
      ledger: {currency: EUR, accounts: {outside: external, paying: signed, paid: signed}}
      events: {leave: {data: {}, by: [operator], otherwise: reject}\(declaration)}
      view: {late: {value: "${context.late}"}}
      on: {\(handler)}
      initial: a
      states:
        a: {invoke: {step: stripe.transfer, key: "${family.key}/t", with: {amount: "${step.amount}", currency: EUR, destination: acct, group: g}, moves: {from: outside, via: paying, to: paid, amount: 5}, leave: stop, onDone: b, onError: b}, on: {leave: b}}
        b: {rest: true}
      """)
  }

  @Test(arguments: ["done", "failed"]) func itsMachineIsTold(_ outcome: String) throws {
    let small = try world(
      ", \(Self.declared)", "step.late: {actions: [{assign: {late: \"${context.late + [event.data.outcome]}\"}}]}")
    if outcome == "failed" {
      small.simulation.providers.answers["stripe.transfer"] = [.failed(StepError(code: "rejected", message: "no"))]
    }
    small.simulation.holdsBack = { _ in true }
    try small.start()
    try small.send("leave")
    #expect(try small.state == "b")
    try small.simulation.deliverHeld()
    #expect(try small.view["late"] == .list([.string(outcome)]))
    #expect(try small.status == .running)
    #expect(try small.simulation.verify().map(\.description) == [])
  }

  @Test func aMachineThatDoesNotDeclareItHearsNothing() throws {
    let small = try world("", "")
    small.simulation.holdsBack = { _ in true }
    try small.start()
    try small.send("leave")
    try small.simulation.deliverHeld()
    #expect(try small.view["late"] == [])
    #expect(try small.status == .running)
    #expect(try small.simulation.verify().map(\.description) == [])
  }
}
