public import CEL
internal import CivilTime
public import Execution
public import Statecharts

/// The options of the engine. They are fixed when it starts, because it reads no configuration itself.
public struct EngineOptions: Sendable {
  /// SHA-256: 32 bytes for any input.
  public var digest: @Sendable ([UInt8]) -> [UInt8]
  /// Derives the secret with which a party of a family may act. It is a pure function of its arguments, so that the
  /// reply to a repeated request can be given again.
  public var capability: @Sendable (_ reference: String, _ role: String) -> String
  /// The most family steps per turn. Each kind of due work gets a quarter of them; the rest waits for the next turn.
  public var stepsPerTurn: Int
  /// The memory for decoded families, in estimated bytes.
  public var cacheBytes: Int
  /// The most families that one provider's event steps in one turn.
  public var fanOutSlice: Int
  /// The most events that wait for one stopped family; further ones are refused and not stored.
  public var queuedPerFamily: Int64
  /// The most events that a family takes from one role by the public API in the family's lifetime.
  public var eventsPerRole: Int64
  /// How long a provider may take to settle what it accepted before the step is parked with an incident.
  public var settlementBudget: Duration
  /// True for a text that may be the reference of a family: an event that names one which is not there is kept and told of.
  public var isReference: @Sendable (String) -> Bool
  /// How long an unmatched event is retried before it becomes an incident.
  public var unmatchedLifetime: Duration
  /// The most unmatched events and unfinished fan-outs that are kept; a further one is refused and not stored.
  public var unmatchedLimit: Int
  /// Events that were signed longer ago than this are quarantined and never processed.
  public var dedupHorizon: Duration
  /// Observes each event that changed nothing and is therefore absent from the history. Scenarios use it to count
  /// coverage.
  public var onUnwritten: (@Sendable (FamilyChange) -> Void)?
  /// The configured overrides of workflow parameters: JSON values by parameter name.
  public var params: ValueMap

  /// The limits default to those of the configuration. `digest` and `capability` have no default.
  public init(
    digest: @escaping @Sendable ([UInt8]) -> [UInt8],
    capability: @escaping @Sendable (_ reference: String, _ role: String) -> String,
    stepsPerTurn: Int = 256,
    cacheBytes: Int = 64 << 20, fanOutSlice: Int = 64, queuedPerFamily: Int64 = 1_000,
    eventsPerRole: Int64 = 10_000,
    settlementBudget: Duration = .seconds(30 * 86_400),
    isReference: @escaping @Sendable (String) -> Bool = { _ in true },
    unmatchedLifetime: Duration = .seconds(3 * 86_400),
    unmatchedLimit: Int = 100_000,
    dedupHorizon: Duration = .seconds(400 * 86_400),
    onUnwritten: (@Sendable (FamilyChange) -> Void)? = nil, params: ValueMap = ValueMap()
  ) {
    self.digest = digest
    self.capability = capability
    self.stepsPerTurn = stepsPerTurn
    self.cacheBytes = cacheBytes
    self.fanOutSlice = fanOutSlice
    self.queuedPerFamily = queuedPerFamily
    self.eventsPerRole = eventsPerRole
    self.settlementBudget = settlementBudget
    self.isReference = isReference
    self.unmatchedLifetime = unmatchedLifetime
    self.unmatchedLimit = unmatchedLimit
    self.dedupHorizon = dedupHorizon
    self.onUnwritten = onUnwritten
    self.params = params
  }
}

/// An executor as the engine sees it.
public struct ExecutorProfile: Sendable {
  /// The configured name, unique among executors.
  public var name: String
  /// The step types that the executor carries out. A step type belongs to one executor.
  public var steps: [StepDeclaration]
  /// The most attempts that are out at once.
  public var concurrency: Int

  /// - Parameter concurrency: the most attempts that are out at once; 0 lets the executor's steps wait.
  public init(name: String, steps: [StepDeclaration], concurrency: Int) {
    self.name = name
    self.steps = steps
    self.concurrency = concurrency
  }
}

/// The reason why the engine or its driver cannot do as asked. Errors of the store are `StoreError`s instead.
public struct EngineError: Error, Sendable, CustomStringConvertible {
  /// A stable code in kebab-case.
  public let code: String
  /// A sentence for a person, without the code.
  public let message: String
  /// - Parameter code: a stable code in kebab-case.
  public init(code: String, message: String) {
    self.code = code
    self.message = message
  }
  /// The error as `code: message`.
  public var description: String { "\(code): \(message)" }
}
