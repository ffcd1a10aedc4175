public import CEL
public import CivilTime

/// Everything the pure core knows of a family between two steps. A value: equal snapshots go on equally.
///
/// A copy is two words: what a step seldom changes is shared between copies until one of them writes it, so that keeping many
/// snapshots of one family (forks, histories, a search) costs what differs between them.
public struct FamilySnapshot: Sendable, Hashable {
  /// What belongs to no single machine: first what is settled at birth, then the books.
  private struct Shared: Sendable, Hashable {
    var key: String
    var createdAt: Instant
    var input: Value
    var params: [Value]
    var currency: String
    var balances: [Int64]
    var postings: [NamedPosting] = []
    var deferred: [DeferredEvent] = []
    var claims: [HeldClaim] = []
    var rush: Rush?
  }

  private var shared: CopyOnWrite<Shared>
  /// By index of the bundle's machines; nil while a machine was never started.
  public var instances: [InstanceSnapshot?]

  public init(
    key: String, createdAt: Instant, input: Value, params: [Value], currency: String, accounts: Int, machines: Int
  ) {
    shared = CopyOnWrite(
      Shared(
        key: key, createdAt: createdAt, input: input, params: params, currency: currency,
        balances: Array(repeating: 0, count: accounts)))
    instances = Array(repeating: nil, count: machines)
  }

  public var key: String {
    get { shared.value.key }
    set { shared.value.key = newValue }
  }

  public var createdAt: Instant { shared.value.createdAt }

  /// Typed as the bundle's `inputType`; personal fields are references.
  public var input: Value { shared.value.input }

  /// By index of the bundle's parameters, pinned at birth.
  public var params: [Value] {
    get { shared.value.params }
    set { shared.value.params = newValue }
  }

  public var currency: String {
    get { shared.value.currency }
    set { shared.value.currency = newValue }
  }

  /// By index of the bundle's accounts, minor units.
  public var balances: [Int64] {
    get { shared.value.balances }
    _modify { yield &shared.value.balances }
  }

  /// Postings that have a name, so that they can be reversed.
  public var postings: [NamedPosting] {
    get { shared.value.postings }
    _modify { yield &shared.value.postings }
  }

  public var deferred: [DeferredEvent] {
    get { shared.value.deferred }
    _modify { yield &shared.value.deferred }
  }

  public var claims: [HeldClaim] {
    get { shared.value.claims }
    _modify { yield &shared.value.claims }
  }

  /// The steps without waiting that the family has taken of late; nil if none.
  public var rush: Rush? {
    get { shared.value.rush }
    set { shared.value.rush = newValue }
  }

  /// True if no machine is alive.
  public var hasEnded: Bool { instances.allSatisfy { $0?.isDone ?? true } }
}

/// How many steps a family has taken one upon the other, each caused by the one before and none after any time: timers that were due as soon
/// as they were armed, and outcomes of steps that started another. Part of the snapshot, so that a replay counts alike.
public struct Rush: Sendable, Hashable {
  /// The first of them.
  public var since: Instant
  public var steps: Int

  /// Counted anew when so much time has passed since the first.
  static let span: Duration = .seconds(60)
  /// A wait that is shorter is none.
  static let shortestWait: Duration = .seconds(1)
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
  /// How much of the resource, 1 to 100.
  public var amount: Int64 = 1
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

  /// Of whoever sends an event of the family's own making: another machine, a step, a timer.
  static let familyRole = "machine"

  /// True if somebody outside the family says it: a party, an operator, a provider.
  public var isFromOutside: Bool { role != Self.familyRole }

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
