import CEL
import Statecharts
import Testing

/// Named postings: each is remembered until it is reversed, whatever its amount.
@Suite struct LedgerTests {
  private static let accounts =
    "ledger: {currency: EUR, accounts: {client: external, held: credit, moving: credit, moved: credit}}\n"

  @Test(arguments: [Int64(0), 7]) func aNamedPostingOfAnyAmountIsReversedOnce(_ amount: Int64) throws {
    var chart = try Chart(
      Self.accounts + """
        events:
          post: {data: {amount: int}, by: [operator], otherwise: reject}
          undo: {data: {}, by: [operator], otherwise: reject}
        initial: a
        states:
          a:
            rest: true
            on:
              post: {actions: [{post: {id: fee, from: client, to: held, amount: "${event.data.amount}"}}]}
              undo: {actions: [{reverse: fee}]}
        """)
    try chart.send("post", ["amount": .int(amount)])
    #expect { try chart.send("post", ["amount": .int(amount)]) } throws: {
      ($0 as? StepFailure)?.code == "posting-exists"
    }
    // The name survives the snapshot's own form.
    chart.family = try chart.bundle.stored(chart.family)
      .with(chart.family.instances)
    try chart.send("undo")
    #expect(chart.balances == [:])
    #expect { try chart.send("undo") } throws: { ($0 as? StepFailure)?.code == "no-such-posting" }
    try chart.send("post", ["amount": .int(amount)])
  }

  @Test(arguments: [Int64(0), 60]) func aNamedPostingOfAStepIsReversed(_ amount: Int64) throws {
    var chart = try Chart(
      Self.accounts + """
        context: {n: {type: int, value: \(amount)}}
        events: {undo: {data: {}, by: [operator], otherwise: reject}}
        initial: sending
        states:
          sending:
            entry: [{post: {from: client, to: held, amount: 100}}]
            invoke:
              step: stripe.reversal
              key: "${family.key}/reversal/${entries}"
              with: {transfer: t, amount: "${context.n}"}
              moves: {id: back, from: held, via: moving, to: moved, amount: "${context.n}"}
              onDone: sent
              onError: sent
          sent: {rest: true, on: {undo: {actions: [{reverse: back}]}}}
        """)
    try chart.step(.outcome(try #require(chart.started.first).name, .done(["id": "trr_1"])))
    try chart.send("undo")
    #expect(chart.balances == ["client": -100, "held": 100])
  }
}

extension FamilySnapshot {
  /// The family's own part of a snapshot does not hold its machines.
  fileprivate func with(_ instances: [InstanceSnapshot?]) -> FamilySnapshot {
    var family = self
    family.instances = instances
    return family
  }
}
