import CEL
import CivilTime
import EngineMessages
import Execution
import MemoryStorage
import Statecharts
import Storage
import StorageTesting
import WorkflowDefinitions
import WorkflowTesting

@testable import WorkflowEngine

/// Single turns of the engine, given and looked at by hand.
final class Turns {
  private(set) var store: MemoryStore
  private(set) var engine: Engine!
  var now = Bench.epoch
  var isClockUntrusted = false
  private(set) var last = Turn()
  private let executors: [ExecutorProfile]
  private let configure: (inout EngineOptions) -> Void
  private var tokens: Int64 = 0

  /// Executors by name with their steps and slots; steps are those of the catalogue.
  static func executor(_ name: String, _ steps: [String], slots: Int) -> ExecutorProfile {
    ExecutorProfile(
      name: name, steps: ShippedWorkflows.catalogue.filter { steps.contains($0.name) }, concurrency: slots)
  }

  init(
    deployed: [Statecharts.Bundle], pinned: [Statecharts.Bundle] = [], executors: [ExecutorProfile]? = nil,
    configure: @escaping (inout EngineOptions) -> Void = { _ in }
  ) throws {
    store = MemoryStore()
    self.executors = executors ?? [ExecutorProfile(name: "all", steps: ShippedWorkflows.catalogue, concurrency: 64)]
    self.configure = configure
    do {
      let writer = try store.makeWriter()
      try writer.begin()
      for bundle in deployed + pinned {
        try writer.putBundle(BundleRecord(hash: bundle.hash, deployedAt: now.microsecondsRoundedUp, files: []))
      }
      try writer.commit()
    }
    try start(deployed: deployed, pinned: pinned)
  }

  /// The process ends and starts again with these bundles.
  func restart(deployed: [Statecharts.Bundle], pinned: [Statecharts.Bundle] = []) throws {
    engine = nil
    store = store.reopened()
    try start(deployed: deployed, pinned: pinned)
    last = try engine.recover(now: now, clockUntrusted: isClockUntrusted)
  }

  private func start(deployed: [Statecharts.Bundle], pinned: [Statecharts.Bundle]) throws {
    var options = EngineOptions(
      digest: ShippedWorkflows.digest, capability: { reference, role in "secret/\(reference)/\(role)" })
    configure(&options)
    engine = try Engine(
      store: store.makeWriter(), bundles: BundleTable(deployed: deployed, pinned: pinned), executors: executors,
      options: options, now: now)
  }

  @discardableResult
  func take(_ inputs: TurnInput...) throws -> Turn {
    last = try engine.take(inputs, now: now, clockUntrusted: isClockUntrusted)
    return last
  }

  @discardableResult
  func start(_ reference: String, workflow: String = "small", _ more: ValueMap = [:]) throws -> Reply? {
    var input = more
    input["reference"] = .string(reference)
    let request = StartRequest(
      source: "api:test", key: "start/\(reference)", workflow: workflow, input: .map(input),
      content: JSON.encode(.map(input)), actor: "test")
    tokens += 1
    return try take(.start(request, ReplyToken(rawValue: tokens))).replies.first?.reply
  }

  /// An event that a party or an operator sends to one family.
  @discardableResult
  func send(
    _ name: String, to reference: String, role: String = "operator", _ data: ValueMap = [:], key: String? = nil,
    source: String? = nil
  ) throws -> Reply? {
    tokens += 1
    let event = InboundEvent(
      source: source ?? ["operator": "control", "site": "api:test"][role] ?? "api", key: key ?? "\(name)/\(tokens)",
      name: name, role: role,
      reference: reference, body: .map(data), content: Array("\(name)/".utf8) + JSON.encode(.map(data)), actor: role)
    return try take(.event(event, ReplyToken(rawValue: tokens))).replies.first?.reply
  }

  /// A webhook.
  @discardableResult
  func hook(_ type: String, _ body: ValueMap, key: String? = nil) throws -> Reply? {
    tokens += 1
    let event = InboundEvent(
      source: "stripe", key: key ?? "evt_\(tokens)", name: type, role: "provider", reference: nil, body: .map(body),
      content: JSON.encode(.map(body)), actor: "stripe")
    return try take(.event(event, ReplyToken(rawValue: tokens))).replies.first?.reply
  }

  @discardableResult
  func command(_ action: OperatorCommand.Action, key: String? = nil) throws -> Reply? {
    tokens += 1
    let command = OperatorCommand(action: action, key: key ?? "command/\(tokens)", actor: "uid 0", reason: "test")
    return try take(.command(command, ReplyToken(rawValue: tokens))).replies.first?.reply
  }

  /// Lets every dispatch of the last turn answer, and those of the turns that this leads to.
  func answerAll(_ answer: (Dispatch) -> TurnInput?) throws {
    var waiting = last.dispatches
    while !waiting.isEmpty {
      let inputs = waiting.compactMap(answer)
      last = try engine.take(inputs, now: now, clockUntrusted: isClockUntrusted)
      waiting = last.dispatches
    }
  }

  func wait(_ seconds: Int64) { now = now.adding(.seconds(seconds))! }

  var reader: any StoreReader { get throws { try store.makeReader() } }

  /// Somebody writes into the store behind the engine's back; the engine starts again.
  func tamper(_ write: (any StoreWriter) throws -> Void) throws {
    let context = engine.context
    try context.store.begin()
    try write(context.store)
    try context.store.commit()
    context.families.removeAll()
  }

  func family(_ reference: String) throws -> FamilyRecord {
    guard let record = try reader.family(key: reference) else { throw Failure("there is no \(reference)") }
    return record
  }

  func state(_ reference: String) throws -> String? {
    try reader.instances(of: family(reference).id).last?.states
  }

  func incidents(_ reference: String? = nil) throws -> [IncidentRecord] {
    let family: FamilyID? = if let reference { try self.family(reference).id } else { nil }
    return try reader.incidents(status: .open, family: family, limit: 1_000)
  }

  static func bundle(_ body: String, catalogue: [StepDeclaration]? = nil) throws -> Statecharts.Bundle {
    let loader = BundleLoader(
      catalogue: catalogue ?? ShippedWorkflows.catalogue, zones: ShippedWorkflows.zones,
      digest: ShippedWorkflows.digest)
    let file = SourceFile(path: "small.yaml", source: Array((Small.head + body).utf8))
    guard let bundle = try loader.load([file]).bundles.first else { throw Failure("no bundle") }
    return bundle
  }
}
