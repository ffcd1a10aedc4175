public import CEL
public import CivilTime
import Execution
import Executors
import MemoryStorage
public import Statecharts
public import Storage
public import StorageTesting
public import WorkflowEngine

/// The production engine on virtual time, with scripted counterparts and a store that can crash. Whoever sends something sends it again
/// until it is answered, as webhooks and clients do.
public final class Simulation {
  public let bundle: Bundle
  public let providers = ScriptedProviders()
  public private(set) var now: Instant
  public private(set) var store: any Store
  public private(set) var faulty: FaultyStore
  public private(set) var crashes = 0
  /// Attempts whose outcome stays on its way until `deliverHeld`, although the provider has acted.
  public var holdsBack: (Dispatch) -> Bool = { _ in false }
  private var held: [TurnInput] = []
  /// The wall clock is not trusted.
  public var isClockHeld = false
  private let options: EngineOptions
  private let concurrency: Int
  /// What goes wrong after each restart, the next one first.
  public var plansAfterRestart: [FaultPlan] = []
  private let reopen: (any Store) -> any Store
  /// nil between a crash and the restart: a store has one writer at a time.
  private var engine: Engine?
  private var wake: Instant?
  private var outcomes: [TurnInput] = []
  private var tokens: Int64 = 0
  public private(set) var journal: [JournalRecord] = []

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
    self.now = now
    self.store = store
    self.reopen = reopen
    self.concurrency = concurrency
    var options = EngineOptions(
      digest: ShippedWorkflows.digest, capability: { reference, role in "secret/\(reference)/\(role)" })
    configure(&options)
    self.options = options
    try Self.deploy(bundle, to: store, now)
    faulty = FaultyStore(wrapping: store, plan: plan)
    engine = try makeEngine()
  }

  /// In a scope of its own: a store has one writer at a time.
  private static func deploy(_ bundle: Bundle, to store: any Store, _ now: Instant) throws {
    let writer = try store.makeWriter()
    try writer.begin()
    try writer.putBundle(BundleRecord(hash: bundle.hash, deployedAt: now.microsecondsRoundedUp, files: []))
    try writer.commit()
  }

  private func makeEngine() throws -> Engine {
    let profiles = [
      ExecutorProfile(name: "all", steps: StandardExecutors.catalogue, concurrency: concurrency)
    ]
    return try Engine(
      store: faulty.makeWriter(), bundles: BundleTable(current: [bundle]) { _, _ in nil }, executors: profiles,
      options: options, now: now)
  }

  /// Gives an input until it is answered, then lets the world come to rest.
  @discardableResult
  public func send(_ make: (ReplyToken) -> TurnInput) throws -> Reply {
    var answer: Reply?
    while answer == nil {
      tokens += 1
      let token = ReplyToken(rawValue: tokens)
      let replies = try take([make(token)])
      answer = replies.first { $0.token == token }?.reply
    }
    try settle()
    return answer!
  }

  /// Turns until nothing is due now and no reply is on its way.
  public func settle() throws {
    var rounds = 0
    while !outcomes.isEmpty || (!isClockHeld && wake.map { $0 <= now } ?? false) {
      rounds += 1
      if rounds > 10_000 { throw EngineError(code: "no-rest", message: "the world does not come to rest at \(now)") }
      let inputs = outcomes
      outcomes = []
      _ = try take(inputs)
    }
  }

  /// Lets time pass, stopping at everything that is due.
  public func advance(to instant: Instant) throws {
    try settle()
    while !isClockHeld, let next = wake, next <= instant {
      now = max(now, next)
      try settle()
    }
    now = max(now, instant)
    _ = try take([])
    try settle()
  }

  /// The outcomes that were held back arrive, in the order of their attempts.
  public func deliverHeld() throws {
    outcomes += held
    held = []
    try settle()
  }

  private func take(_ inputs: [TurnInput]) throws -> [(token: ReplyToken, reply: Reply)] {
    do {
      let turn = try turn(inputs)
      absorb(turn)
      return turn.replies
    } catch let error as StoreError {
      if error.isSimulatedCrash {
        try restart()
        return []
      }
      if error.isTransient {
        outcomes = inputs.filter(\.isOutcome) + outcomes
        return []
      }
      throw error
    }
  }

  private func turn(_ inputs: [TurnInput]) throws -> Turn {
    guard let engine else { throw EngineError(code: "not-running", message: "the engine could not be started again") }
    return try engine.take(inputs, now: now, isHeld: isClockHeld)
  }

  private func absorb(_ turn: Turn) {
    wake = turn.nextWake
    journal += turn.journal
    for dispatch in turn.dispatches {
      let outcome = providers.carryOut(dispatch)
      if holdsBack(dispatch) { held.append(outcome) } else { outcomes.append(outcome) }
    }
  }

  /// The process dies now and starts again, `downtime` later.
  public func crash(downtime: Duration = .zero) throws {
    now = now.adding(downtime) ?? now
    try restart()
    try settle()
  }

  /// The process died: what was on its way to it is lost, the store is as it was committed.
  private func restart() throws {
    crashes += 1
    outcomes = []
    held = []
    engine = nil
    store = reopen(store)
    faulty = FaultyStore(wrapping: store, plan: plansAfterRestart.isEmpty ? .none : plansAfterRestart.removeFirst())
    do {
      absorb(try recover())
    } catch let error as StoreError where error.isSimulatedCrash {
      try restart()
    }
  }

  private func recover() throws -> Turn {
    let engine = try makeEngine()
    self.engine = engine
    return try engine.recover(now: now, isHeld: isClockHeld)
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

  /// What `store verify` finds.
  public func verify() throws -> [VerificationFinding] {
    let reader = try reader()
    let verifier = FamilyVerifier(reader: reader, bundle: bundle, digest: ShippedWorkflows.digest)
    return try reader.families(FamilyFilter(limit: 1_000)).flatMap { try verifier.verify($0) }
  }
}

extension TurnInput {
  var isOutcome: Bool {
    switch self {
    case .outcome, .reconciled: true
    default: false
    }
  }
}
