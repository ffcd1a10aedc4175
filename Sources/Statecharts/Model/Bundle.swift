public import CEL

/// All machines of a family, checked and prepared for the interpreter. A family is pinned to one bundle by the bundle's
/// hash. A bundle never changes, so it is shared instead of copied.
public final class Bundle: Sendable {
  /// The rule for the balance of an account.
  public enum AccountKind: String, Sendable {
    /// The balance never goes below zero.
    case credit
    /// The balance may be negative.
    case signed
    /// The account stands for the outside, and its balance may be anything.
    case external
  }

  /// An account of the family's ledger.
  public struct Account: Sendable {
    /// The name, unique in the bundle.
    public var name: String
    /// The rule for its balance.
    public var kind: AccountKind
    /// Creates an account.
    public init(name: String, kind: AccountKind) {
      self.name = name
      self.kind = kind
    }
  }

  /// A term of business that the settings may change. A family keeps the values that it started with.
  public struct Parameter: Sendable {
    /// The name under `params`.
    public var name: String
    /// The type of the value.
    public var type: CELType
    /// The value to which a family is pinned that starts with this bundle.
    public var value: Value
    /// The bounds of a value that the operator gives; nil if there are none.
    public var limits: FieldLimits?
    /// The steps that are used only by families whose value is true: while the settings leave it false, their executor
    /// may lack settings. Empty for a parameter that switches no step.
    public var steps: [String]
    /// Creates a parameter.
    public init(name: String, type: CELType, value: Value, limits: FieldLimits? = nil, steps: [String] = []) {
      self.name = name
      self.type = type
      self.value = value
      self.limits = limits
      self.steps = steps
    }

    /// Returns the operator's value with the parameter's type.
    ///
    /// - Throws: `TypeMismatch` if it has another type, or lies out of the bounds.
    public func decode(_ given: Value) throws(TypeMismatch) -> Value {
      let whole = CELType.object([CELType.Field(name: name, type: type, limits: limits)])
      return try whole.decode(.map(ValueMap([(name, given)])))[name] ?? .null
    }
  }

  /// A named value of a family's present state, which states set.
  public struct ViewField: Sendable {
    /// The kind of index that the store keeps for the field. `unique` says that a value means one family, which is not
    /// enforced.
    public enum Index: Sendable { case no, yes, unique }

    /// The readers of a field at the public gateway. Operators see all fields.
    public enum Audience: Sendable, Hashable {
      /// Everybody who may read the family.
      case `public`
      /// All parties of the family, by their capabilities, and the site.
      case party
      /// The party with this role, and the site.
      case role(String)
      /// The site that started the family.
      case site
      /// Nobody at the public gateway.
      case `operator`

      /// The words that every definition may use, beside the roles of its parties.
      public static let words: [String: Self] = [
        "public": .public, "party": .party, "site": .site, "operator": .operator,
      ]

      /// True if a party with this role reads the field.
      public func includes(party role: String) -> Bool {
        switch self {
        case .public, .party: true
        case .role(let only): only == role
        case .site, .operator: false
        }
      }

      /// True if the site that started the family reads the field.
      public var includesSite: Bool { self != .operator }
    }
    /// The name under `view`.
    public var name: String
    /// The type of the value.
    public var type: CELType
    /// The index that the store keeps.
    public var index: Index
    /// The value while neither an active state nor the machine gives one.
    public var `default`: Value
    /// The index of the machine that gives the value.
    public var owner: Int
    /// The readers at the public gateway. By default a field is closed to parties.
    public var audience: Audience
    /// Creates a view field.
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

  /// A resource that only so many families may hold at a time.
  public struct Claim: Sendable {
    /// The name under `claims`, unique in the bundle.
    public var name: String
    /// The name of the resource, such as a consultant's.
    public var resource: DataExpression
    /// The start of the half-open interval; nil if the interval has no start.
    public var from: DataExpression?
    /// The end of the interval, exclusive; nil if the interval has no end.
    public var to: DataExpression?
    /// The amount of the resource that all families together may hold in the interval; nil for 1.
    public var limit: DataExpression?
    /// The amount that the family holds, 1 to 100; nil for 1.
    public var amount: DataExpression?
    /// True if the claim, once held, stays held after its states are left.
    public var keep: Bool
    /// The key of the family whose share is left out of the count, because this claim takes its place; nil for none. Only
    /// the share that the other family yields is left out.
    public var except: DataExpression?
    /// True if a claim that names this family may take the place of this one.
    public var yields: Bool
    /// Creates the definition of a claim.
    public init(
      name: String, resource: DataExpression, from: DataExpression?, to: DataExpression?, limit: DataExpression?,
      amount: DataExpression? = nil, keep: Bool = false, except: DataExpression? = nil, yields: Bool = false
    ) {
      self.name = name
      self.resource = resource
      self.from = from
      self.to = to
      self.limit = limit
      self.amount = amount
      self.keep = keep
      self.except = except
      self.yields = yields
    }
  }

  /// A condition that is checked at the end of every transition. A transition that violates it is rolled back.
  public struct Invariant: Sendable {
    /// The moments at which the condition counts: it holds always, never, or whenever all machines are at rest. A fact
    /// about the outside world is assumed always; a transition that contradicts it takes place and opens an incident.
    public enum Kind: Sendable { case always, never, atRest, assume }
    /// The name, which failures report.
    public var name: String
    /// The moments at which the condition counts.
    public var kind: Kind
    /// The condition, of type bool.
    public var condition: Program
    /// The index of the machine in whose scope the condition is evaluated.
    public var machine: Int
    /// Creates an invariant.
    public init(name: String, kind: Kind, condition: Program, machine: Int) {
      self.name = name
      self.kind = kind
      self.condition = condition
      self.machine = machine
    }
  }

  /// A start rule. The first rule whose guard holds decides whether a family may start.
  public struct StartRule: Sendable {
    /// The condition; nil if the rule always applies.
    public var `guard`: Program?
    /// The code with which the start is refused; nil if the rule allows it.
    public var reject: String?
    /// The code for a start of which a claim is refused; nil for `claim_refused`.
    public var onRefused: String?
    /// Creates a start rule.
    public init(guard: Program?, reject: String?, onRefused: String?) {
      self.guard = `guard`
      self.reject = reject
      self.onRefused = onRefused
    }
  }

  /// The SHA-256 over all files of the folder, in lower-case hex.
  public let hash: String
  /// The machines, the root first, then in the order of `family:`, which is the order of delivery.
  public let machines: [Machine]
  /// The name of these families in the public interface, such as `bookings`.
  public let collection: String
  /// The index of each machine by its name.
  public let machineIndex: [String: Int]
  /// The positions of the accounts by name.
  let accountIndex: [String: Int]
  /// The family's business key, as an expression over `input`.
  public let key: DataExpression
  /// The type of the root's input.
  public let inputType: CELType
  /// The names of the input's fields, in the order of their slots (`Slot.input`).
  public let inputFields: [String]
  /// The parameters, in the order of their slots (`Slot.params`).
  public let params: [Parameter]
  /// The accounts of the ledger. Balances refer to them by index.
  public let accounts: [Account]
  /// The currency of the ledger, as an expression over `input`.
  public let currency: DataExpression
  /// The claims, which states of the root hold.
  public let claims: [Claim]
  /// The view fields of all machines, in the order of their slots (`Slot.view`).
  public let viewFields: [ViewField]
  /// The index of each view field by its name.
  public let viewIndex: [String: Int]
  /// By machine: the indexes of the view fields that it owns.
  public let ownedFields: [[Int]]
  /// The indexes of the view fields by which families are found.
  public let indexedFields: [Int]
  /// The start rules in order. Without any, every start is allowed whose claims are.
  public let startRules: [StartRule]
  /// The invariants, in the order in which they are checked.
  public let invariants: [Invariant]
  /// The roles of the people that a family is between. Each is given a capability of its own when the family starts.
  public let parties: [String]
  /// The bounds of one transition and of one family.
  public let limits: Limits
  /// The parts of each machine that the interpreter derives from the definition once.
  let plans: [MachinePlan]
  /// True if a state of any machine rests until a timer fires.
  let restsUntilTimers: Bool
  /// The machines that hear an event, by the event's name, in the family's order.
  let listeners: [String: [Listener]]
  /// The sources of each view field's value.
  let viewPlans: [ViewPlan]
  /// The reads of each view field's value.
  let viewReads: [Reads]
  /// The reads of each invariant's condition.
  let invariantReads: [Reads]
  /// The indexes of the machines with timers.
  let timed: [Int]
  /// The indexes of the machines with eventless transitions.
  let automatic: [Int]

  /// Bounds that keep a family's work finite, whatever its definition says.
  public struct Limits: Sendable {
    /// The most microsteps of one macrostep.
    public var microsteps = 1_000
    /// The most events delivered within one transition of the family.
    public var deliveries = 1_000
    /// The most events that wait deferred, for each role that sends some.
    public var deferred = 100
    /// The time for which an event from outside may wait deferred.
    public var deferredFor: Duration = .seconds(30 * 86_400)
    /// The most steps that are alive at once in one machine.
    public var spawned = 256
    /// The most transitions of the family within a minute that cause each other without waiting.
    public var atOnce = 300
    /// The most transitions among those that start a step which moves money.
    public var paymentsAtOnce = 20
    /// Bounds of values from outside whose declaration names none.
    public var input = InputLimits()
    /// Creates the default limits.
    public init() {}
  }

  /// Prepares the machines for the interpreter.
  ///
  /// - Precondition: names of machines and of view fields are unique, and the root is the first machine.
  public init(
    hash: String, collection: String, machines: [Machine], key: DataExpression, inputType: CELType,
    inputFields: [String],
    params: [Parameter], accounts: [Account], currency: DataExpression, claims: [Claim], viewFields: [ViewField],
    startRules: [StartRule], invariants: [Invariant], parties: [String] = [], limits: Limits = Limits()
  ) {
    self.hash = hash
    self.collection = collection
    self.machines = machines
    machineIndex = Dictionary(uniqueKeysWithValues: machines.enumerated().map { ($0.element.name, $0.offset) })
    accountIndex = Dictionary(
      accounts.enumerated().map { ($0.element.name, $0.offset) }, uniquingKeysWith: { first, _ in first })
    self.key = key
    self.inputType = inputType
    self.inputFields = inputFields
    self.params = params
    self.accounts = accounts
    self.currency = currency
    self.claims = claims
    self.viewFields = viewFields
    viewIndex = Dictionary(uniqueKeysWithValues: viewFields.enumerated().map { ($0.element.name, $0.offset) })
    ownedFields = machines.indices.map { machine in viewFields.indices.filter { viewFields[$0].owner == machine } }
    indexedFields = viewFields.indices.filter { viewFields[$0].index != .no }
    self.startRules = startRules
    self.invariants = invariants
    self.parties = parties
    self.limits = limits
    plans = machines.indices.map { MachinePlan(machines[$0], index: $0) }
    restsUntilTimers = plans.contains { !$0.withRestUntil.isEmpty }
    listeners = Listener.table(machines)
    timed = machines.indices.filter { !machines[$0].timers.isEmpty }
    automatic = plans.indices.filter { [plans] in !plans[$0].always.states.isEmpty }
    viewPlans = viewFields.enumerated().map { ViewPlan(field: $0.offset, owner: $0.element.owner, machines: machines) }
    var finder = ReadsFinder(machines: machines, views: viewPlans, owners: viewFields.map(\.owner))
    viewReads = viewFields.indices.map { finder.reads(ofView: $0) }
    invariantReads = invariants.map { finder.reads(of: $0.condition, in: $0.machine) }
  }

  /// Returns the same family with other machines, prepared anew, as a changed definition would give it.
  public func replacing(machines: [Machine]) -> Bundle {
    Bundle(
      hash: hash, collection: collection, machines: machines, key: key, inputType: inputType, inputFields: inputFields,
      params: params, accounts: accounts, currency: currency, claims: claims, viewFields: viewFields,
      startRules: startRules,
      invariants: invariants, parties: parties, limits: limits)
  }

  /// The machine that the outside starts.
  public var root: Machine { machines[0] }
}
