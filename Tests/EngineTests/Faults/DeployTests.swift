import CEL
import EngineMessages
import Statecharts
import Storage
import Testing
import WorkflowTesting

@testable import WorkflowEngine

/// A deploy never breaks a running family: it hears events as its own definitions say.
@Suite struct DeployTests {
  private static let old = """
    context: {n: {type: int, value: 0}}
    events:
      paid: {from: stripe/paid, correlate: {reference: "${body.group}"}, data: {amount: {type: int, value: "${body.amount}"}}, otherwise: ignore}
    view: {n: {value: "${context.n}"}, reference: {value: "${input.reference}", index: unique}}
    initial: a
    states: {a: {rest: true, on: {paid: {actions: [{assign: {n: "${context.n + event.data.amount}"}}]}}}}
    """

  static let changes: [(String, String, String)] = [
    ("another name", "paid:", "arrived:"), ("another source", "stripe/paid", "stripe/charged"),
    ("another correlation", "body.group", "body.meta"), ("another payload", "body.amount", "body.sum"),
  ]

  @Test(arguments: changes.indices) func aRunningFamilyHearsAnEventByItsOwnDeclaration(_ index: Int) throws {
    let (what, from, to) = Self.changes[index]
    let turns = try Turns(deployed: [Turns.bundle(Self.old)])
    try turns.start("S-1")
    let new = try Turns.bundle(Self.old.replacing(from, with: to))
    try turns.tamper { try $0.putBundle(BundleRecord(hash: new.hash, deployedAt: 0, files: [])) }
    turns.engine.deploy([new])
    try turns.start("S-2")
    #expect(try turns.hook("paid", ["group": "S-1", "amount": 7])?.verdict == "handled", "\(what)")
    let view = try JSON.parse(turns.reader.instances(of: turns.family("S-1").id)[0].view)
    #expect(view["n"] == 7, "\(what)")
    #expect(try turns.incidents().isEmpty)
    #expect(try turns.family("S-1").bundle != turns.family("S-2").bundle)
  }

  @Test func aBundleThatNobodyNeedsIsForgottenAndOneThatIsNeededStays() throws {
    let old = try Turns.bundle(Self.old)
    let new = try Turns.bundle(Self.old.replacing("paid:", with: "arrived:"))
    let turns = try Turns(deployed: [new], pinned: [old])
    try turns.engine.evictUnusedBundles()
    #expect(try turns.hook("paid", ["group": "S-9", "amount": 7])?.verdict == "unmatched")
    let kept = try Turns(deployed: [old])
    try kept.start("S-1")
    try kept.tamper { try $0.putBundle(BundleRecord(hash: new.hash, deployedAt: 0, files: [])) }
    kept.engine.deploy([new])
    try kept.engine.evictUnusedBundles()
    #expect(try kept.hook("paid", ["group": "S-1", "amount": 7])?.verdict == "handled")
    #expect(try kept.incidents().isEmpty)
  }
}
