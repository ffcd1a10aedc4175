public import CEL
public import CivilTime
public import EngineMessages
import Execution
import Executors
import MemoryStorage
public import Statecharts
public import Storage
public import StorageTesting
public import WorkflowEngine
import WorkflowScenarios

/// The production engine on virtual time, with scripted counterparts and a store that can crash. Whoever sends something sends it again
/// until it is answered, as webhooks and clients do.
public final class Simulation {
  public let bundle: Bundle
  public let providers = ScriptedProviders()
  public private(set) var store: any Store
  public private(set) var faulty: FaultyStore
  public private(set) var crashes = 0
  /// Attempts whose outcome stays on its way until `deliverHeld`, although the provider has acted.
  public var holdsBack: (Dispatch) -> Bool = { _ in false }
  private var held: [TurnInput] = []
  /// What goes wrong after each restart, the next one first.
  public var plansAfterRestart: [FaultPlan] = []
  private let reopen: (any Store) -> any Store
  private let place: Place
  private let world: VirtualWorld

  /// The store of the present process, for the world, which outlives it.
  private final class Place {
    var faulty: FaultyStore
    init(_ faulty: FaultyStore) { self.faulty = faulty }
  }

  public var now: Instant { world.now }
  public var journal: [JournalRecord] { world.journal }
  /// The wall clock is not trusted.
  public var isClockHeld: Bool {
    get { world.isClockHeld }
    set { world.isClockHeld = newValue }
  }

  public convenience init(
    bundle: Bundle, now: Instant, plan: FaultPlan = .none, configure: (inout EngineOptions) -> Void = { _ in },
    concurrency: Int = 64
  ) throws {
    try self.init(
      bundle: bundle, now: now, plan: plan, configure: configure, concurrency: concurrency, store: MemoryStore()
    ) { store in (store as? MemoryStore)?.reopened() ?? store }
  }

  /// - Parameters:
  ///   - concurrency: attempts at once.
  ///   - reopen: the store as another process would find it after this one died.
  public init(
    bundle: Bundle, now: Instant, plan: FaultPlan = .none, configure: (inout EngineOptions) -> Void = { _ in },
    concurrency: Int = 64, store: any Store, reopen: @escaping (any Store) -> any Store
  ) throws {
    self.bundle = bundle
    self.store = store
    self.reopen = reopen
    var options = EngineOptions(
      digest: ShippedWorkflows.digest, capability: Self.capability)
    configure(&options)
    try VirtualWorld.deploy(bundle, to: store, now: now)
    let place = Place(FaultyStore(wrapping: store, plan: plan))
    self.place = place
    faulty = place.faulty
    world = try VirtualWorld(
      bundles: [bundle],
      executors: [ExecutorProfile(name: "all", steps: StandardExecutors.catalogue, concurrency: concurrency)],
      options: options, now: now
    ) { () throws(StoreError) in try place.faulty.makeWriter() }
    world.dies = { $0.isSimulatedCrash }
    world.reopen = { [unowned self] in nextProcess() }
    world.answer = { [unowned self] in answer($0) }
  }

  private func nextProcess() {
    crashes += 1
    held = []
    store = reopen(store)
    faulty = FaultyStore(wrapping: store, plan: plansAfterRestart.isEmpty ? .none : plansAfterRestart.removeFirst())
    place.faulty = faulty
  }

  private func answer(_ dispatch: Dispatch) -> TurnInput? {
    let outcome = providers.carryOut(dispatch)
    guard holdsBack(dispatch) else { return outcome }
    held.append(outcome)
    return nil
  }

  /// Gives an input until it is answered, then lets the world come to rest.
  @discardableResult
  public func send(_ make: (ReplyToken) -> TurnInput) throws -> Reply { try world.send(make) }

  /// Turns until nothing is due now and no reply is on its way.
  public func settle() throws { try world.settle() }

  /// Lets time pass, stopping at everything that is due.
  public func advance(to instant: Instant) throws { try world.advance(to: instant) }

  /// The outcomes that were held back arrive, in the order of their attempts.
  public func deliverHeld() throws {
    let arriving = held
    held = []
    try world.deliver(arriving)
  }

  /// The process dies now and starts again, `downtime` later.
  public func crash(downtime: Duration = .zero) throws {
    world.sleep(downtime)
    try world.restart()
    try settle()
  }

  /// The journal and the open incidents as text, for a test that fails.
  public func story() throws -> String {
    var lines = journal.map {
      "\($0.at) \($0.kind.rawValue) \($0.workflow) \($0.event) \($0.from) -> \($0.to) \($0.step) \($0.attempt) \($0.outcome) \($0.text)"
    }
    for incident in try reader().incidents(status: .open, family: nil, limit: 100) {
      lines.append("incident \(incident.code): \(incident.title) \(String(decoding: incident.detail, as: UTF8.self))")
    }
    return lines.joined(separator: "\n")
  }

  public func reader() throws -> any StoreReader { try store.makeReader() }

  /// The present view of a family.
  public func view(_ reference: String) throws -> ValueMap {
    let reader = try reader()
    var result = ValueMap()
    guard let family = try reader.family(key: reference) else { return result }
    for instance in try reader.instances(of: family.id) {
      for entry in try JSON.parse(instance.view).mapValue?.entries ?? [] {
        result[entry.key.stringValue ?? ""] = entry.value
      }
    }
    return result
  }

  /// Active states of each machine, by name.
  public func states(_ reference: String) throws -> [String: String] {
    let reader = try reader()
    guard let family = try reader.family(key: reference) else { return [:] }
    var result: [String: String] = [:]
    for instance in try reader.instances(of: family.id) { result[instance.workflow] = instance.states }
    return result
  }

  /// Account balances of a family that are not zero.
  public func balances(_ reference: String) throws -> [String: Int64] {
    let reader = try reader()
    guard let family = try reader.family(key: reference) else { return [:] }
    var result: [String: Int64] = [:]
    for posting in try reader.postings(of: family.id) {
      result[posting.debit, default: 0] -= posting.amount
      result[posting.credit, default: 0] += posting.amount
    }
    return result.filter { $0.value != 0 }
  }

  /// Its holder may act for a party.
  public static let capability: @Sendable (_ reference: String, _ role: String) -> String = { reference, role in
    "secret/\(reference)/\(role)"
  }

  /// What `store verify` finds.
  public func verify() throws -> [VerificationFinding] {
    let reader = try reader()
    let verifier = FamilyVerifier(
      reader: reader, bundle: bundle, digest: ShippedWorkflows.digest, capability: Self.capability)
    // The simulated deployment keeps no files: the bundle's name stands for them.
    let store = StoreVerifier(
      reader: reader, digest: ShippedWorkflows.digest, capability: Self.capability, bundleHash: { $0.hash })
    return try reader.families(FamilyFilter(limit: 1_000)).flatMap { try verifier.verify($0) } + store.verify()
  }
}
