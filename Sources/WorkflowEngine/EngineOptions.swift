public import CEL
internal import CivilTime
public import Execution
public import Statecharts

/// The options of the engine, given at its start because it looks for nothing by itself.
public struct EngineOptions: Sendable {
  /// SHA-256.
  public var digest: @Sendable ([UInt8]) -> [UInt8]
  /// The secret with which a party of a family may act: derived, so that a repeated request can be answered again.
  public var capability: @Sendable (_ reference: String, _ role: String) -> String
  /// Roles that get a capability at the start of a family.
  public var parties: [String]
  /// Steps of families per turn; each kind of due work has a quarter of them, and further work waits for the next turn.
  public var stepsPerTurn: Int
  /// Memory for decoded families, in bytes, estimated.
  public var cacheBytes: Int
  /// Families of one provider's event that are stepped in one turn.
  public var fanOutSlice: Int
  /// Events that wait for one stopped family; a further one is not stored.
  public var queuedPerFamily: Int64
  /// Events of one role that a family takes in all its life, at the public door.
  public var eventsPerRole: Int64
  /// How long a provider may take to settle what it accepted before a person is asked.
  public var settlementBudget: Duration
  /// True for a text that may be the reference of a family: an event that names one which is not there is kept and told of.
  public var isReference: @Sendable (String) -> Bool
  /// How long an unmatched event is tried before it becomes an incident.
  public var unmatchedLifetime: Duration
  /// Unmatched events and unfinished fan-outs kept; a further one is not stored.
  public var unmatchedLimit: Int
  /// Events signed longer ago than this are never processed.
  public var dedupHorizon: Duration
  /// Hears of each event that changed nothing, of which the history says nothing: scenarios count what it took.
  public var onUnwritten: (@Sendable (FamilyChange) -> Void)?
  /// Overrides of the workflows' parameters by name, as JSON.
  public var params: ValueMap

  public init(
    digest: @escaping @Sendable ([UInt8]) -> [UInt8],
    capability: @escaping @Sendable (_ reference: String, _ role: String) -> String,
    parties: [String] = ["client", "consultant"], stepsPerTurn: Int = 256,
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
    self.parties = parties
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

/// An executor as the engine needs to know it.
public struct ExecutorProfile: Sendable {
  public var name: String
  public var steps: [StepDeclaration]
  /// Attempts at once.
  public var concurrency: Int

  public init(name: String, steps: [StepDeclaration], concurrency: Int) {
    self.name = name
    self.steps = steps
    self.concurrency = concurrency
  }
}

/// The engine cannot go on as asked.
public struct EngineError: Error, Sendable, CustomStringConvertible {
  public let code: String
  public let message: String
  public init(code: String, message: String) {
    self.code = code
    self.message = message
  }
  public var description: String { "\(code): \(message)" }
}
