import CEL
import EngineMessages
import Storage
import Testing
import WorkflowEngine
import WorkflowTesting

/// Rows that a step does not write, because nothing in them has changed, and what is read from them all the same.
@Suite struct UnwrittenRowTests {
  /// A mail whose end changes nothing, and a transfer whose outcome cannot be booked until `n` is above zero.
  private static let body = """
    context: {n: {type: int, value: 0}}
    events:
      add: {data: {}, by: [operator], otherwise: reject}
      look: {data: {}, by: [operator], otherwise: reject}
    view: {n: {value: "${context.n}"}, mailIsOut: {value: "${running('m')}", default: false}}
    ledger: {currency: EUR, accounts: {outside: external, paying: signed, paid: signed}}
    initial: a
    states:
      a:
        entry:
          - spawn: {step: email.send, id: m, key: "${family.key}/m", with: {template: t, to: a@b.example, name: null, language: en, data: {}, calendar: null}, onError: {actions: []}}
        invoke:
          step: stripe.transfer
          key: "${family.key}/t"
          with: {amount: "${step.amount}", currency: EUR, destination: acct, group: g}
          moves: {from: outside, via: paying, to: paid, amount: 500}
          onDone: {target: b, actions: [{assign: {n: "${1 / context.n}"}}]}
          onError: c
        on:
          add: {actions: [{assign: {n: "${context.n + 1}"}}]}
          look: {guard: "!running('m')", actions: []}
      b: {rest: true}
      c: {rest: true}
    """

  private func machine(_ small: Small) throws -> InstanceRecord {
    let family = try #require(try small.simulation.reader().family(key: Small.reference))
    return try #require(try small.simulation.reader().instances(of: family.id).first)
  }

  @Test func theEndOfAStepAloneWritesNeitherItsMachineNorItsFamily() throws {
    let small = try Small(
      """
      initial: a
      states:
        a:
          rest: true
          entry:
            - spawn: {step: email.send, id: m, key: "${family.key}/m", with: {template: t, to: a@b.example, name: null, language: en, data: {}, calendar: null}, onError: {actions: []}}
      """)
    try small.start()
    try small.wait(.seconds(60))
    let reader = try small.simulation.reader()
    let family = try #require(try reader.family(key: Small.reference))
    #expect(try reader.lastHistory(of: family.id)?.sequence == 2)
    #expect((family.version, try machine(small).version) == (1, 1))
    #expect(String(decoding: try machine(small).snapshot, as: UTF8.self).contains(#""steps""#))
    #expect(family.updatedAt == (try reader.lastHistory(of: family.id)?.at))
    #expect(try small.simulation.verify().map(\.description) == [])
  }

  @Test func aStepWhoseOutcomeIsHeldIsAliveAfterARestartAndOneThatEndedIsNot() throws {
    let small = try Small(bundle: Turns.bundle(Self.body))
    try small.start()
    try small.wait(.seconds(7_200))
    #expect(try small.status == .stopped)
    try small.simulation.crash()
    let incident = try #require(try small.incidents.first)
    #expect(try small.send("add").verdict == "queued")
    #expect(try small.act(.incidentSkip(incident.id), key: "skip").verdict == "skipped")
    #expect(try small.simulation.verify().map(\.description) == [])
    try small.simulation.crash()
    let task = try #require(try small.simulation.reader().tasks(in: .parked, after: nil, limit: 1).first)
    #expect(try small.act(.taskRetry(task.id), key: "again").verdict == "done")
    try small.wait(.seconds(60))
    #expect(try small.status == .running)
    #expect(try small.state == "b")
    #expect(try small.view["n"] == 1)
    #expect(try small.simulation.verify().map(\.description) == [])
  }
}
