import CEL
import Statecharts
import Testing

/// A provider's event settles the step that it names, and no other step waits for it.
@Suite struct SettlementTests {
  /// Two refunds that run side by side, each with a key of its own, the second's the longer one of the same beginning.
  private static let refunds = """
    ledger: {currency: EUR, accounts: {client: external, held: credit, moving: credit, back: credit}}
    events:
      go: {data: {}, by: [operator], otherwise: reject}
      refund.updated: {from: stripe/refund.updated, correlate: {reference: "${body.group}"}, data: {id: string, status: string, key: string|null}, otherwise: ignore}
    view: {reference: {value: "${family.key}", index: unique}}
    actions:
      refund:
        params: {key: string}
        do:
          - spawn:
              step: stripe.refund
              id: "${params.key}"
              key: "${family.key}/${params.key}"
              with: {intent: pi_1, amount: 10, reason: r}
              completedBy:
                refund.updated: {id: "${event.data.id}", key: "${event.data.key}", done: "event.data.status == 'succeeded'", failed: "event.data.status == 'failed'"}
              moves: {from: held, via: moving, to: back, amount: 10}
              onDone: {actions: [{journal: "${params.key} done"}]}
              onError: {actions: [{journal: "${params.key} failed"}]}
    initial: a
    states:
      a:
        rest: true
        entry: [{post: {from: client, to: held, amount: 100}}, {refund: {key: fee}}, {refund: {key: fee/gross}}]
    """

  /// Both attempts are out and their replies are lost.
  private func chart() throws -> Chart {
    var chart = try Chart(Self.refunds)
    chart.inFlight = chart.started.map(\.name)
    #expect(chart.inFlight.count == 2)
    return chart
  }

  private func updated(_ chart: inout Chart, id: Value = "re_1", key: Value) throws -> EventDisposition {
    try chart.step(
      .event(
        Event(name: "refund.updated", role: "provider", data: ["id": id, "status": "succeeded", "key": key]))
    ).disposition
  }

  @Test(arguments: [
    ("k/fee/g1", "fee"), ("k/fee/g12", "fee"), ("k/fee/gross/g1", "fee/gross"), ("k/fee/gross/g3", "fee/gross"),
  ])
  func aKeyNamesItsOwnStepAndNotOneWhoseKeyItBeginsWith(_ key: String, _ step: String) throws {
    var chart = try chart()
    #expect(try updated(&chart, key: .string(key)) == .handled)
    #expect(chart.notes == ["\(step) done"])
  }

  @Test(arguments: ["k/fee/g", "k/fee", "k/fee/g1/g1", "k/fee/gross", "k/fee/g1x", "k/fees/g1"])
  func aKeyOfNoStepSettlesNoneAndIsNotWaitedWith(_ key: String) throws {
    var chart = try chart()
    #expect(try updated(&chart, key: .string(key)) == .ignored)
    #expect(chart.notes == [])
    #expect(chart.family.deferred == [])
  }

  @Test func aStepIsSettledByItsIdWhileAnEarlierOneHasNoReplyYet() throws {
    var chart = try chart()
    let (first, second) = (chart.inFlight[0], chart.inFlight[1])
    try chart.step(.outcome(second, .accepted(["id": "re_2", "status": "pending"])))
    #expect(try updated(&chart, id: "re_2", key: nil) == .handled)
    #expect(chart.notes == ["fee/gross done"])
    #expect(chart.family.instances[0]?.steps.map { chart.name($0) } == [first])
  }

  @Test func anEventThatMayBeAboutAStepWithoutAReplyWaitsForTheReply() throws {
    var chart = try chart()
    let first = chart.inFlight[0]
    #expect(try updated(&chart, id: "re_1", key: nil) == .deferred)
    try chart.step(.outcome(first, .accepted(["id": "re_1", "status": "pending"])))
    #expect(chart.notes == ["fee done"])
    #expect(chart.family.deferred == [])
  }
}

extension Chart {
  fileprivate func name(_ step: StepSnapshot) -> StepName {
    StepName(machine: 0, incarnation: family.instances[0]?.incarnation ?? 0, serial: step.serial)
  }
}
