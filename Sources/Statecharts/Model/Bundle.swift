public import CEL

/// All machines of a family together, as the checker saw them. A family is pinned to one bundle by its hash.
public struct Bundle: Sendable {
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
    public var name: String
    public var type: CELType
    public var index: Index
    public var `default`: Value
    /// The machine that gives it (index into `machines`).
    public var owner: Int
    public init(name: String, type: CELType, index: Index, default: Value, owner: Int) {
      self.name = name
      self.type = type
      self.index = index
      self.default = `default`
      self.owner = owner
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
    public init(
      name: String, resource: DataExpression, from: DataExpression?, to: DataExpression?, limit: DataExpression?
    ) {
      self.name = name
      self.resource = resource
      self.from = from
      self.to = to
      self.limit = limit
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
  public var hash: String
  /// The root first, then in the order of `family:`, which is the order of delivery.
  public var machines: [Machine]
  /// How the public interface calls families of this kind (`bookings`).
  public var collection: String
  public var machineIndex: [String: Int]
  /// The outside's name of a family, over `input`.
  public var key: DataExpression
  public var inputType: CELType
  /// Input fields in order, as declared under `input.x`.
  public var inputFields: [String]
  public var params: [Parameter]
  public var accounts: [Account]
  public var currency: DataExpression
  public var claims: [Claim]
  public var viewFields: [ViewField]
  public var viewIndex: [String: Int]
  public var births: [Birth]
  public var invariants: [Invariant]
  public var limits: Limits

  public struct Limits: Sendable {
    /// Microsteps of one macrostep.
    public var microsteps = 1_000
    /// Deliveries of one step of a family.
    public var deliveries = 1_000
    /// Deferred events of a family.
    public var deferred = 100
    /// Steps alive at once in a machine.
    public var spawned = 256
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
  }

  public var root: Machine { machines[0] }
}
