internal import CEL
internal import CivilTime
internal import Execution
internal import Executors
internal import MemoryStorage
internal import Statecharts
internal import Storage
internal import StorageTesting
internal import WorkflowEngine
internal import WorkflowTesting

/// A process that owns an engine and the writer of a store, and that can die.
final class SimulatedDaemon {
  /// The committed state, as another process finds it.
  private(set) var store = MemoryStore()
  /// The store of the present process, with its faults.
  private(set) var faulty: FaultyStore
  private let fault: PlantedFault?
  private let executors: [ExecutorProfile]
  private let options: EngineOptions
  private var writer: (any StoreWriter)?
  private(set) var engine: Engine?
  /// The version of the definitions that is deployed.
  private(set) var version = 0
  private let versions: [[Bundle]]
  /// The same as the engine reads them.
  private let readVersions: [[Bundle]]
  /// The state before the last commit, if that commit is not on disk although its replies have left.
  private var unsynced: MemoryStore?
  private var blamedBefore: Set<FamilyID>? = []
  /// True if only the deployed definitions can be read.
  var lacksDefinitions = false

  init(_ plan: SimulationPlan, fault: PlantedFault?) throws {
    self.fault = fault
    versions = plan.definitions.versions
    readVersions = versions.map { $0.map { fault?.alter($0) ?? $0 } }
    executors = Self.executors(plan, extraSlots: fault == .exceedsSlots ? 1 : 0)
    options = Self.options(fault?.alter(plan.limits) ?? plan.limits, params: plan.features.params)
    faulty = FaultyStore(wrapping: store, lies: fault?.lies ?? [])
    let first = try store.makeWriter()
    try first.begin()
    for bundle in Self.all(versions) {
      try first.putBundle(
        BundleRecord(hash: bundle.hash, deployedAt: BookingMoves.epoch.microsecondsRoundedUp, files: []))
    }
    try first.commit()
  }

  private static func options(_ limits: SimulationLimits, params: ValueMap) -> EngineOptions {
    EngineOptions(
      digest: ShippedWorkflows.digest, capability: Simulation.capability, stepsPerTurn: 32,
      cacheBytes: limits.cacheBytes, fanOutSlice: 2, queuedPerFamily: limits.queuedPerFamily,
      eventsPerRole: limits.eventsPerRole, unmatchedLifetime: .seconds(3_600), unmatchedLimit: limits.unmatched,
      params: params)
  }

  /// One executor for each provider, as the daemon has.
  private static func executors(_ plan: SimulationPlan, extraSlots: Int) -> [ExecutorProfile] {
    let groups = Dictionary(grouping: plan.catalogue) { String($0.name.prefix { $0 != "." }) }
    return groups.keys.sorted().map {
      ExecutorProfile(name: $0, steps: groups[$0] ?? [], concurrency: plan.concurrency + extraSlots)
    }
  }

  func bundle(_ hash: String) -> Bundle? { versions.joined().first { $0.hash == hash } }

  /// The bundles of all versions, each once: a workflow need not differ between two.
  private static func all(_ versions: [[Bundle]]) -> [Bundle] {
    var hashes: Set<String> = []
    return versions.joined().filter { hashes.insert($0.hash).inserted }
  }

  /// Starts the process.
  func start(now: Instant, clockUntrusted: Bool) throws(StoreError) -> Turn {
    let writer = try faulty.makeWriter()
    let engine = try Engine(
      store: writer,
      bundles: BundleTable(deployed: readVersions[version], pinned: lacksDefinitions ? [] : Self.all(readVersions)),
      executors: executors,
      options: options, now: now)
    (self.writer, self.engine) = (writer, engine)
    return altered(try engine.recover(now: now, clockUntrusted: believed(clockUntrusted)))
  }

  /// Ends the process. The next one finds what was committed.
  func die() {
    engine = nil
    writer = nil
    noteBlame()
    store = unsynced ?? store.reopened()
    unsynced = nil
    faulty = FaultyStore(wrapping: store, lies: fault?.lies ?? [])
  }

  func take(_ inputs: [TurnInput], now: Instant, clockUntrusted: Bool) throws(StoreError) -> Turn {
    guard let engine else { throw StoreError(.misuse, "the process does not run") }
    if fault == .answersBeforeCommit { unsynced = store.reopened() }
    return altered(try engine.take(inputs, now: now, clockUntrusted: believed(clockUntrusted)))
  }

  private func altered(_ turn: Turn) -> Turn { fault?.alter(turn) ?? turn }

  private func believed(_ clockUntrusted: Bool) -> Bool { clockUntrusted && fault != .trustsAnyClock }

  /// The families whose rows the store has refused so far; nil if the family of some refused row is not known.
  var blamed: Set<FamilyID>? {
    guard let present = faulty.blamed, let blamedBefore else { return nil }
    return present.union(blamedBefore)
  }

  private func noteBlame() { blamedBefore = blamed }

  func deploy(_ version: Int) throws(StoreError) {
    guard let engine, version < versions.count else { return }
    self.version = version
    engine.deploy(readVersions[version])
    try engine.evictUnusedBundles()
  }
}
