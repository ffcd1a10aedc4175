public import CEL
public import CivilTime

/// Everything the pure core knows of a family between two steps. A value: equal snapshots go on equally.
public struct FamilySnapshot: Sendable, Hashable {
  public var key: String
  public var createdAt: Instant
  /// Typed as the bundle's `inputType`; personal fields are references.
  public var input: Value
  /// By index of the bundle's parameters, pinned at birth.
  public var params: [Value]
  public var currency: String
  /// By index of the bundle's accounts, minor units.
  public var balances: [Int64]
  /// Postings that have a name, so that they can be reversed.
  public var postings: [NamedPosting]
  public var deferred: [DeferredEvent]
  public var claims: [HeldClaim]
  /// By index of the bundle's machines; nil while a machine was never started.
  public var instances: [InstanceSnapshot?]

  public init(
    key: String, createdAt: Instant, input: Value, params: [Value], currency: String, accounts: Int, machines: Int
  ) {
    self.key = key
    self.createdAt = createdAt
    self.input = input
    self.params = params
    self.currency = currency
    balances = Array(repeating: 0, count: accounts)
    postings = []
    deferred = []
    claims = []
    instances = Array(repeating: nil, count: machines)
  }

  /// True if no machine is alive.
  public var hasEnded: Bool { instances.allSatisfy { $0?.isDone ?? true } }
}

/// A posting by its business name, with each account's part.
public struct NamedPosting: Sendable, Hashable {
  public var id: String
  public var parts: [Posting]
}

/// Money from one account to another. Accounts by index, amounts in minor units above zero.
public struct Posting: Sendable, Hashable {
  public var from: Int
  public var to: Int
  public var amount: Int64
}

/// An event that waits for the family to change.
public struct DeferredEvent: Sendable, Hashable {
  /// The machine that put it off.
  public var machine: Int
  public var event: Event
  public var since: Instant
}

/// A claim as it is held at present.
public struct HeldClaim: Sendable, Hashable {
  public var claim: Int
  public var resource: String
  /// nil: for all time.
  public var from: Instant?
  public var to: Instant?
  public var limit: Int64
}

/// Something that happens to machines.
public struct Event: Sendable, Hashable {
  public var name: String
  /// `client`, `operator`, `provider`, `machine` …
  public var role: String
  public var data: Value
  /// The frozen amount of the step whose result this is, minor units.
  public var amount: Int64 = 0
  /// How often the timer whose firing this is had fired before.
  public var fired: Int64 = 0
  /// Parameters of the named actions around the spawn of the step whose result this is.
  public var locals: [Value] = []

  public init(
    name: String, role: String, data: Value, amount: Int64 = 0, fired: Int64 = 0, locals: [Value] = []
  ) {
    self.name = name
    self.role = role
    self.data = data
    self.amount = amount
    self.fired = fired
    self.locals = locals
  }
}
