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
  private let versions: [Bundle]
  /// The state before the last commit, if that commit is not on disk although its replies have left.
  private var unsynced: MemoryStore?

  init(_ plan: SimulationPlan, fault: PlantedFault?) throws {
    self.fault = fault
    versions = plan.definitions.versions
    executors = Self.executors(plan.concurrency)
    options = EngineOptions(
      digest: ShippedWorkflows.digest, capability: Simulation.capability, stepsPerTurn: 32, cacheBytes: 200_000,
      fanOutSlice: 2, queuedPerFamily: 20)
    faulty = FaultyStore(wrapping: store, lies: fault?.lies ?? [])
    let first = try store.makeWriter()
    try first.begin()
    for bundle in versions {
      try first.putBundle(
        BundleRecord(hash: bundle.hash, deployedAt: BookingMoves.epoch.microsecondsRoundedUp, files: []))
    }
    try first.commit()
  }

  /// One executor for each provider, as the daemon has.
  private static func executors(_ concurrency: Int) -> [ExecutorProfile] {
    let groups = Dictionary(grouping: StandardExecutors.catalogue) { String($0.name.prefix { $0 != "." }) }
    return groups.keys.sorted().map {
      ExecutorProfile(name: $0, steps: groups[$0] ?? [], concurrency: concurrency)
    }
  }

  func bundle(_ hash: String) -> Bundle? { versions.first { $0.hash == hash } }

  /// Starts the process.
  func start(now: Instant, clockUntrusted: Bool) throws(StoreError) -> Turn {
    let writer = try faulty.makeWriter()
    let engine = try Engine(
      store: writer, bundles: BundleTable(deployed: [versions[version]], pinned: versions), executors: executors,
      options: options, now: now)
    (self.writer, self.engine) = (writer, engine)
    return try engine.recover(now: now, clockUntrusted: clockUntrusted)
  }

  /// Ends the process. The next one finds what was committed.
  func die() {
    engine = nil
    writer = nil
    store = unsynced ?? store.reopened()
    unsynced = nil
    faulty = FaultyStore(wrapping: store, lies: fault?.lies ?? [])
  }

  func take(_ inputs: [TurnInput], now: Instant, clockUntrusted: Bool) throws(StoreError) -> Turn {
    guard let engine else { throw StoreError(.misuse, "the process does not run") }
    if fault == .answersBeforeCommit { unsynced = store.reopened() }
    return try engine.take(inputs, now: now, clockUntrusted: clockUntrusted)
  }

  func deploy(_ version: Int) {
    guard let engine, version < versions.count else { return }
    self.version = version
    engine.deploy([versions[version]])
  }
}
