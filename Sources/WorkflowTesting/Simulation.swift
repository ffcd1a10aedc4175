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

/// The production engine on virtual time, with scripted providers and a store that can crash. Every input is sent again
/// until it is answered, as webhooks and clients do.
public final class Simulation {
  /// The bundle on which all families run.
  public let bundle: Bundle
  /// The providers that carry out every step.
  public let providers = ScriptedProviders()
  /// The store without faults, as the present process found it.
  public private(set) var store: any Store
  /// The store that the present process writes, with the faults of its plan.
  public private(set) var faulty: FaultyStore
  /// How often the process died.
  public private(set) var crashes = 0
  /// Selects attempts whose outcome is held back until `deliverHeld`, although the provider has acted.
  public var holdsBack: (Dispatch) -> Bool = { _ in false }
  /// Carries a dispatch out in another way than the scripted providers do; nil leaves it to them.
  public var carriesOut: (Dispatch) -> TurnInput? = { _ in nil }
  private var held: [TurnInput] = []
  /// The faults after each restart, those of the next one first.
  public var plansAfterRestart: [FaultPlan] = []
  private let reopen: (any Store) -> any Store
  private let place: Place
  private let world: VirtualWorld

  /// The store of the present process. The world keeps it, because the world outlives the process.
  private final class Place {
    var faulty: FaultyStore
    init(_ faulty: FaultyStore) { self.faulty = faulty }
  }

  /// The virtual time.
  public var now: Instant { world.now }
  /// All lines of the journal so far.
  public var journal: [JournalRecord] { world.journal }
  /// True while the wall clock is not trusted.
  public var isClockHeld: Bool {
    get { world.isClockHeld }
    set { world.isClockHeld = newValue }
  }

  /// Runs on a `MemoryStore`.
  ///
  /// - Parameter concurrency: the most attempts that are out at once.
  public convenience init(
    bundle: Bundle, now: Instant, plan: FaultPlan = .none, configure: (inout EngineOptions) -> Void = { _ in },
    concurrency: Int = 64
  ) throws {
    try self.init(
      bundle: bundle, now: now, plan: plan, configure: configure, concurrency: concurrency, store: MemoryStore()
    ) { store in (store as? MemoryStore)?.reopened() ?? store }
  }

  /// - Parameters:
  ///   - concurrency: the most attempts that are out at once.
  ///   - reopen: returns the store as another process would find it after this one died.
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
    let outcome = carriesOut(dispatch) ?? providers.carryOut(dispatch)
    guard holdsBack(dispatch) else { return outcome }
    held.append(outcome)
    return nil
  }

  /// Gives an input until it is answered, and then lets the world come to rest.
  @discardableResult
  public func send(_ make: (ReplyToken) -> TurnInput) throws -> Reply { try world.send(make) }

  /// Takes turns until nothing is due now and no reply is under way.
  public func settle() throws { try world.settle() }

  /// Lets time pass, with a turn at each instant at which something is due.
  public func advance(to instant: Instant) throws { try world.advance(to: instant) }

  /// Delivers the outcomes that were held back, in the order of their attempts.
  public func deliverHeld() throws {
    let arriving = held
    held = []
    try world.deliver(arriving)
  }

  /// Lets the process die now and starts it again after `downtime`.
  public func crash(downtime: Duration = .zero) throws {
    world.sleep(downtime)
    try world.restart()
    try settle()
  }

  /// Returns the journal and the open incidents as text, for the message of a failed test.
  public func story() throws -> String {
    var lines = journal.map {
      "\($0.at) \($0.kind.rawValue) \($0.workflow) \($0.event) \($0.from) -> \($0.to) \($0.step) \($0.attempt) \($0.outcome) \($0.text)"
    }
    for incident in try reader().incidents(status: .open, family: nil, limit: 100) {
      lines.append("incident \(incident.code): \(incident.title) \(String(decoding: incident.detail, as: UTF8.self))")
    }
    return lines.joined(separator: "\n")
  }

  /// Makes a reader of the store without faults.
  public func reader() throws -> any StoreReader { try store.makeReader() }

  /// Returns the present view of a family; empty if there is no such family.
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

  /// Returns the active states of each machine, by its name.
  public func states(_ reference: String) throws -> [String: String] {
    let reader = try reader()
    guard let family = try reader.family(key: reference) else { return [:] }
    var result: [String: String] = [:]
    for instance in try reader.instances(of: family.id) { result[instance.workflow] = instance.states }
    return result
  }

  /// Returns a family's account balances that are not zero, in minor units.
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

  /// Derives the secret of a party. It is predictable, since it is for tests only.
  public static let capability: @Sendable (_ reference: String, _ role: String) -> String = { reference, role in
    "secret/\(reference)/\(role)"
  }

  /// Returns the findings of `store verify`.
  public func verify() throws -> [VerificationFinding] {
    let reader = try reader()
    let verifier = FamilyVerifier(
      reader: reader, bundle: bundle, digest: ShippedWorkflows.digest, capability: Self.capability)
    // The simulated deployment keeps no files, so the bundle's stored hash is taken as correct.
    let store = StoreVerifier(
      reader: reader, digest: ShippedWorkflows.digest, capability: Self.capability, bundleHash: { $0.hash })
    return try reader.families(FamilyFilter(limit: 1_000)).flatMap { try verifier.verify($0) } + store.verify()
  }
}
