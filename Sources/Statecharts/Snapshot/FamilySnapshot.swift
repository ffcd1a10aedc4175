public import CEL
public import CivilTime

/// The state of a family between two transitions. It is a value: equal snapshots continue in the same way.
///
/// A copy is two words. Parts that a transition seldom changes are shared between copies until one of them writes, so
/// that many snapshots of one family (forks, histories, a search) cost little more than their differences.
public struct FamilySnapshot: Sendable, Hashable {
  /// The parts that belong to no single machine: first those that are settled at the start, then the books.
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
  /// The machines, by index in the bundle; nil while a machine was never started.
  public var instances: [InstanceSnapshot?]

  /// Creates a family without machines, with empty books.
  ///
  /// - Parameters:
  ///   - accounts: the number of accounts in the bundle.
  ///   - machines: the number of machines in the bundle.
  public init(
    key: String, createdAt: Instant, input: Value, params: [Value], currency: String, accounts: Int, machines: Int
  ) {
    shared = CopyOnWrite(
      Shared(
        key: key, createdAt: createdAt, input: input, params: params, currency: currency,
        balances: Array(repeating: 0, count: accounts)))
    instances = Array(repeating: nil, count: machines)
  }

  /// The business key, unique for ever.
  public var key: String {
    get { shared.value.key }
    set { shared.value.key = newValue }
  }

  /// When the family was started.
  public var createdAt: Instant { shared.value.createdAt }

  /// The root's input, typed as the bundle's `inputType`. Personal fields are references.
  public var input: Value { shared.value.input }

  /// The values of the bundle's parameters, by index, pinned at the start.
  public var params: [Value] {
    get { shared.value.params }
    set { shared.value.params = newValue }
  }

  /// The currency of the ledger, an ISO 4217 code.
  public var currency: String {
    get { shared.value.currency }
    set { shared.value.currency = newValue }
  }

  /// The balances of the bundle's accounts, by index, in minor units.
  public var balances: [Int64] {
    get { shared.value.balances }
    _modify { yield &shared.value.balances }
  }

  /// The postings that have a name, so that they can be reversed.
  public var postings: [NamedPosting] {
    get { shared.value.postings }
    _modify { yield &shared.value.postings }
  }

  /// The events that wait for the family to change, in the order in which they are offered again.
  public var deferred: [DeferredEvent] {
    get { shared.value.deferred }
    _modify { yield &shared.value.deferred }
  }

  /// The claims that the family holds, by index of the bundle's claims, ascending.
  public var claims: [HeldClaim] {
    get { shared.value.claims }
    _modify { yield &shared.value.claims }
  }

  /// The recent transitions that caused each other without waiting; nil if there are none.
  public var rush: Rush? {
    get { shared.value.rush }
    set { shared.value.rush = newValue }
  }

  /// Returns true if both states of one family agree in everything that a step may change and that belongs to no single
  /// machine: balances, postings, deferred events, claims, and the count of transitions without a wait.
  public func hasSameBooks(as other: Self) -> Bool {
    shared.shares(with: other.shared)
      || balances == other.balances && postings == other.postings && deferred == other.deferred
        && claims == other.claims && rush == other.rush
  }

  /// Returns true if a machine is alive in the run that this very invocation started.
  ///
  /// - Parameters:
  ///   - index: the invoking machine, in its present run.
  ///   - position: the index of the invocation in that machine.
  func isChild(_ child: Int, of index: Int, invocation position: Int) -> Bool {
    guard let instance = instances[child], !instance.isDone, let incarnation = instances[index]?.incarnation else {
      return false
    }
    return instance.invoker == Invoker(machine: index, incarnation: incarnation, invocation: position)
  }

  /// Returns a live step of a machine; nil if it has ended or was stopped.
  public func step(_ name: StepName) -> StepSnapshot? {
    instances[name.machine]?.steps.first { $0.serial == name.serial && $0.run == name.incarnation }
  }

  /// True if no machine is alive.
  public var hasEnded: Bool { instances.allSatisfy { $0?.isDone ?? true } }
}

/// A count of transitions that caused each other while no time passed: timers that were due as soon as they were armed,
/// and outcomes of steps that started another. It is part of the snapshot, so that a replay counts alike.
public struct Rush: Sendable, Hashable {
  /// When the first of them was taken.
  public var since: Instant
  /// The number of transitions.
  public var steps: Int
  /// The number of transitions among them and their consequences that started a step which moves money.
  public var payments = 0

  /// The count begins anew when so much time has passed since the first.
  static let span: Duration = .seconds(60)
  /// A shorter wait counts as none.
  static let shortestWait: Duration = .seconds(1)
}

/// A posting by its business name, with the part of each account.
public struct NamedPosting: Sendable, Hashable {
  /// The name, unique in the family while the posting is not reversed.
  public var id: String
  /// The movements, which a reversal undoes.
  public var parts: [Posting]
}

/// A movement of money from one account to another.
public struct Posting: Sendable, Hashable {
  /// The index of the account that gives the money.
  public var from: Int
  /// The index of the account that receives the money.
  public var to: Int
  /// The amount in minor units, above zero.
  public var amount: Int64
}

/// An event that waits for the family to change.
public struct DeferredEvent: Sendable, Hashable {
  /// The index of the machine that deferred it.
  public var machine: Int
  /// The event, with its payload normalised to the declared type.
  public var event: Event
  /// When it was first deferred.
  public var since: Instant
}

/// A claim with the values with which it is held.
public struct HeldClaim: Sendable, Hashable {
  /// The index of the claim in the bundle.
  public var claim: Int
  /// The name of the resource.
  public var resource: String
  /// The start of the half-open interval; nil if the interval has no start.
  public var from: Instant?
  /// The end of the interval, exclusive; nil if the interval has no end.
  public var to: Instant?
  /// The amount of the resource that all families together may hold in the interval.
  public var limit: Int64
  /// The amount that the family holds, 1 to 100.
  public var amount: Int64 = 1
  /// The key of the family whose yielding claims are left out of the count; nil for none.
  public var except: String?
}

/// An event that a machine receives.
public struct Event: Sendable, Hashable {
  /// The name by which machines declare it.
  public var name: String
  /// The role of the sender: `client`, `operator`, `provider`, `machine` …
  public var role: String
  /// The payload.
  public var data: Value
  /// The amount that was moved by the step whose result this is, in minor units; 0 otherwise.
  public var amount: Int64 = 0
  /// For the firing of a timer: how often it had fired before.
  public var fired: Int64 = 0
  /// For a step's result: the parameters of the named actions around the step's spawn.
  public var locals: [Value] = []

  /// The role of an event of the family's own making: one of another machine, a step or a timer.
  static let familyRole = "machine"

  /// The source under which families hear what a family publishes. No webhook can have it: the settings reserve the name.
  public static let publishedSource = "family"

  /// True if the sender is outside the family: a party, an operator, a provider.
  public var isFromOutside: Bool { role != Self.familyRole }

  /// Creates an event.
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
