public import CEL

/// All machines of a family together, as the checker saw them, and prepared for the interpreter. A family is pinned to one bundle by its
/// hash. Nothing of it ever changes, so it is shared, not copied.
public final class Bundle: Sendable {
  public enum AccountKind: String, Sendable {
    /// Never below zero.
    case credit
    /// May owe.
    case signed
    /// The world outside: any balance.
    case external
  }

  public struct Account: Sendable {
    public var name: String
    public var kind: AccountKind
    public init(name: String, kind: AccountKind) {
      self.name = name
      self.kind = kind
    }
  }

  public struct Parameter: Sendable {
    public var name: String
    public var type: CELType
    public var value: Value
    public init(name: String, type: CELType, value: Value) {
      self.name = name
      self.type = type
      self.value = value
    }
  }

  public struct ViewField: Sendable {
    public enum Index: Sendable { case no, yes, unique }

    /// Who reads the field at the public door. Each sees what the ones before it see; operators see all.
    public enum Audience: String, Sendable, Hashable, CaseIterable, Comparable {
      /// Everybody who may read the family.
      case `public`
      /// Its parties, by their capabilities.
      case party
      /// The site that asked for it.
      case site
      /// Nobody at the public door.
      case `operator`

      public static func < (a: Self, b: Self) -> Bool { a.rank < b.rank }

      private var rank: Int {
        switch self {
        case .public: 0
        case .party: 1
        case .site: 2
        case .operator: 3
        }
      }
    }
    public var name: String
    public var type: CELType
    public var index: Index
    public var `default`: Value
    /// The machine that gives it (index into `machines`).
    public var owner: Int
    /// Closed to parties unless the definition says otherwise.
    public var audience: Audience
    public init(
      name: String, type: CELType, index: Index, default: Value, owner: Int, audience: Audience = .site
    ) {
      self.name = name
      self.type = type
      self.index = index
      self.default = `default`
      self.owner = owner
      self.audience = audience
    }
  }

  public struct Claim: Sendable {
    public var name: String
    public var resource: DataExpression
    /// Half-open interval; nil: for all time.
    public var from: DataExpression?
    public var to: DataExpression?
    /// How many families may overlap.
    public var limit: DataExpression?
    /// How much of the resource the family takes; nil: 1.
    public var amount: DataExpression?
    /// Once held, held for good.
    public var keep: Bool
    public init(
      name: String, resource: DataExpression, from: DataExpression?, to: DataExpression?, limit: DataExpression?,
      amount: DataExpression? = nil, keep: Bool = false
    ) {
      self.name = name
      self.resource = resource
      self.from = from
      self.to = to
      self.limit = limit
      self.amount = amount
      self.keep = keep
    }
  }

  public struct Invariant: Sendable {
    public enum Kind: Sendable { case always, never, rests }
    public var name: String
    public var kind: Kind
    public var condition: Program
    /// The machine whose names it uses.
    public var machine: Int
    public init(name: String, kind: Kind, condition: Program, machine: Int) {
      self.name = name
      self.kind = kind
      self.condition = condition
      self.machine = machine
    }
  }

  /// A way of birth: the first candidate whose guard holds decides.
  public struct Birth: Sendable {
    public var `guard`: Program?
    public var reject: String?
    /// The code when a claim is refused.
    public var onRefused: String?
    public init(guard: Program?, reject: String?, onRefused: String?) {
      self.guard = `guard`
      self.reject = reject
      self.onRefused = onRefused
    }
  }

  /// Lower-case hex SHA-256 over all files.
  public let hash: String
  /// The root first, then in the order of `family:`, which is the order of delivery.
  public let machines: [Machine]
  /// How the public interface calls families of this kind (`bookings`).
  public let collection: String
  public let machineIndex: [String: Int]
  /// The outside's name of a family, over `input`.
  public let key: DataExpression
  public let inputType: CELType
  /// Input fields in order, as declared under `input.x`.
  public let inputFields: [String]
  public let params: [Parameter]
  public let accounts: [Account]
  public let currency: DataExpression
  public let claims: [Claim]
  public let viewFields: [ViewField]
  public let viewIndex: [String: Int]
  public let births: [Birth]
  public let invariants: [Invariant]
  public let limits: Limits
  /// By machine: what the interpreter derives from the definition once.
  let plans: [MachinePlan]
  /// True if a state of any machine rests until a timer fires.
  let restsUntilTimers: Bool
  /// Which machines hear an event, by its name, in the family's order.
  let listeners: [String: [Listener]]
  /// By view field: where its value comes from.
  let viewPlans: [ViewPlan]
  /// Machines with timers.
  let timed: [Int]
  /// By machine: what a step begins with.
  let nothingEntered: [StateSet]
  /// Machines with eventless transitions.
  let automatic: [Int]

  public struct Limits: Sendable {
    /// Microsteps of one macrostep.
    public var microsteps = 1_000
    /// Deliveries of one step of a family.
    public var deliveries = 1_000
    /// Deferred events of a family, of each role that sends some.
    public var deferred = 100
    /// How long an event from outside may wait.
    public var deferredFor: Duration = .seconds(30 * 86_400)
    /// Steps alive at once in a machine.
    public var spawned = 256
    /// Steps of a family within a minute that cause each other without waiting.
    public var atOnce = 300
    /// Of what comes from outside, where its declaration says nothing.
    public var input = InputLimits()
    public init() {}
  }

  public init(
    hash: String, collection: String, machines: [Machine], key: DataExpression, inputType: CELType,
    inputFields: [String],
    params: [Parameter], accounts: [Account], currency: DataExpression, claims: [Claim], viewFields: [ViewField],
    births: [Birth], invariants: [Invariant], limits: Limits = Limits()
  ) {
    self.hash = hash
    self.collection = collection
    self.machines = machines
    machineIndex = Dictionary(uniqueKeysWithValues: machines.enumerated().map { ($0.element.name, $0.offset) })
    self.key = key
    self.inputType = inputType
    self.inputFields = inputFields
    self.params = params
    self.accounts = accounts
    self.currency = currency
    self.claims = claims
    self.viewFields = viewFields
    viewIndex = Dictionary(uniqueKeysWithValues: viewFields.enumerated().map { ($0.element.name, $0.offset) })
    self.births = births
    self.invariants = invariants
    self.limits = limits
    plans = machines.indices.map { MachinePlan(machines[$0], index: $0) }
    restsUntilTimers = plans.contains { !$0.withRestUntil.isEmpty }
    listeners = Listener.table(machines)
    nothingEntered = machines.map { _ in StateSet() }
    timed = machines.indices.filter { !machines[$0].timers.isEmpty }
    automatic = plans.indices.filter { [plans] in !plans[$0].always.states.isEmpty }
    viewPlans = viewFields.enumerated().map { ViewPlan(field: $0.offset, owner: $0.element.owner, machines: machines) }
  }

  /// The same family with other machines, prepared anew: what a changed definition would do.
  public func replacing(machines: [Machine]) -> Bundle {
    Bundle(
      hash: hash, collection: collection, machines: machines, key: key, inputType: inputType, inputFields: inputFields,
      params: params, accounts: accounts, currency: currency, claims: claims, viewFields: viewFields, births: births,
      invariants: invariants, limits: limits)
  }

  public var root: Machine { machines[0] }
}
