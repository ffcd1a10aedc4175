import CEL
import EngineMessages
import Statecharts
import Storage
import Testing
import WorkflowTesting

@testable import WorkflowEngine

/// For a provider a duplicate is what its id says; only content that is read differently is worth a look.
@Suite struct ProviderDuplicateTests {
  private static let paid = """
    context: {n: {type: int, value: 0}}
    events:
      paid: {from: stripe/paid, correlate: {reference: "${body.group}"}, data: {amount: {type: int, value: "${body.amount}"}}, otherwise: ignore}
    view: {n: {value: "${context.n}"}, reference: {value: "${input.reference}", index: unique}}
    initial: a
    states: {a: {rest: true, on: {paid: {actions: [{assign: {n: "${context.n + event.data.amount}"}}]}}}}
    """

  private func n(_ turns: Turns) throws -> Value? {
    try JSON.parse(turns.reader.instances(of: turns.family("S-1").id)[0].view)["n"]
  }

  static let again: [(String, ValueMap, Int)] = [
    ("the same", ["group": "S-1", "amount": 7, "pending": 2], 0),
    ("one endpoint fewer waits", ["group": "S-1", "amount": 7, "pending": 1], 0),
    ("its keys in another order", ["pending": 2, "amount": 7, "group": "S-1"], 0),
    ("another amount", ["group": "S-1", "amount": 8, "pending": 2], 1),
    ("about somebody else", ["group": "S-2", "amount": 7, "pending": 2], 1),
    ("without what is read", ["pending": 2], 1),
  ]

  @Test(arguments: again.indices) func theSameIdIsTakenOnceAndTellsOnlyWhatIsReadDifferently(_ index: Int) throws {
    let (what, body, incidents) = Self.again[index]
    let turns = try Turns(deployed: [Turns.bundle(Self.paid)])
    try turns.start("S-1")
    try turns.hook("paid", ["group": "S-1", "amount": 7, "pending": 2], key: "evt_1")
    for _ in 0..<3 {
      let reply = try turns.hook("paid", body, key: "evt_1")
      #expect(reply == .duplicate(of: .accepted(reference: "", disposition: .handled)), "\(what)")
    }
    #expect(try n(turns) == 7, "\(what)")
    #expect(try turns.incidents().count == incidents, "\(what)")
  }

  @Test func aRedeliveryAfterADeployIsADuplicateToo() throws {
    let turns = try Turns(deployed: [Turns.bundle(Self.paid)])
    try turns.start("S-1")
    try turns.hook("paid", ["group": "S-1", "amount": 7], key: "evt_1")
    let new = try Turns.bundle(Self.paid.replacing("body.amount", with: "body.sum"))
    try turns.tamper { try $0.putBundle(BundleRecord(hash: new.hash, deployedAt: 0, files: [])) }
    turns.engine.deploy([new])
    try turns.hook("paid", ["group": "S-1", "amount": 7], key: "evt_1")
    #expect(try turns.incidents().isEmpty)
    #expect(try n(turns) == 7)
  }
}
