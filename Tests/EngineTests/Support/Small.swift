import CEL
import CivilTime
import EngineMessages
import Execution
import Statecharts
import Storage
import StorageTesting
import Testing
import WorkflowDefinitions
import WorkflowEngine
import WorkflowTesting

/// A small workflow of one or more files on the production engine, in memory and virtual time. Its root is `small`, keyed by
/// `input.reference`.
struct Small {
  let simulation: Simulation
  static let reference = "S-1"

  init(_ sources: [String: String], limits: Statecharts.Bundle.Limits = .init()) throws {
    let files = sources.keys.sorted().map { SourceFile(path: $0, source: Array((sources[$0] ?? "").utf8)) }
    var loader = ShippedWorkflows.loader
    loader.limits = limits
    let bundles = try loader.load(files).bundles
    simulation = try Simulation(bundle: #require(bundles.first), now: Bench.epoch)
  }

  init(bundle: Statecharts.Bundle, plan: FaultPlan = .none) throws {
    simulation = try Simulation(bundle: bundle, now: Bench.epoch, plan: plan)
  }

  /// A root alone: its body without the head.
  init(_ body: String, limits: Statecharts.Bundle.Limits = .init()) throws {
    try self.init(["small.yaml": Self.head + body], limits: limits)
  }

  static let head = """
    workflow: small
    version: 1
    family: []
    key: "${input.reference}"
    input: {reference: string}

    """

  /// The body of a workflow that makes one payment and then rests.
  static let payment = """
    ledger: {currency: EUR, accounts: {outside: external, paying: signed, paid: signed}}
    initial: a
    states:
      a:
        invoke:
          step: stripe.transfer
          key: "${family.key}/t"
          with: {amount: "${step.amount}", currency: EUR, destination: acct, group: g}
          moves: {from: outside, via: paying, to: paid, amount: 500}
          onDone: b
          onError: c
      b: {rest: true}
      c: {rest: true}
    """

  @discardableResult
  func start(_ reference: String = Small.reference) throws -> Reply {
    let input: Value = ["reference": .string(reference)]
    return try simulation.send { token in
      .start(
        StartRequest(
          source: "test", key: "start \(reference)", workflow: "small", input: input, content: JSON.encode(input),
          actor: "test"),
        token)
    }
  }

  @discardableResult
  func send(_ name: String, _ data: Value = .map(ValueMap()), key: String? = nil) throws -> Reply {
    try simulation.send { token in
      .event(
        InboundEvent(
          source: "test", key: key ?? "\(name) \(data)", name: name, role: "operator", reference: Self.reference,
          body: data, content: JSON.encode(data), signedAt: nil, actor: "test"), token)
    }
  }

  @discardableResult
  func act(_ action: OperatorCommand.Action, key: String = "act-1") throws -> Reply {
    try simulation.send { token in
      .command(OperatorCommand(action: action, key: key, actor: "uid 0", reason: "test"), token)
    }
  }

  func wait(_ time: Duration) throws { try simulation.advance(to: simulation.now.adding(time)!) }

  var view: ValueMap { get throws { try simulation.view(Self.reference) } }

  var incidents: [IncidentRecord] {
    get throws { try simulation.reader().incidents(status: .open, family: nil, limit: 100) }
  }

  var status: FamilyRecord.Status? { get throws { try simulation.reader().family(key: Self.reference)?.status } }

  var state: String? { get throws { try simulation.states(Self.reference)["small"] } }
}
