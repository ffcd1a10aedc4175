public import CEL

/// One statechart, checked and compiled, as the loader builds it; a bundle prepares it for the interpreter. States,
/// transitions, steps and timers are named by their index in document order.
public struct Machine: Sendable {
  /// The workflow's name, such as `escrow-release`.
  public var name: String
  /// The states. Index 0 is the machine itself, compound or parallel.
  public var states: [StateNode]
  /// The transitions, which states name by index.
  public var transitions: [Transition]
  /// The uses of steps, which states and actions name by index.
  public var steps: [StepDefinition]
  /// The timers, which states name by index.
  public var timers: [TimerDefinition]
  /// The fields of the machine's context, in the order of their slots (`Slot.context`).
  public var context: [ContextField]
  /// The expressions under `define:`, evaluated at each use.
  public var defines: [Program]
  /// The name of every event that the machine can hear, its own included (`done.state.x`, timers, results of steps).
  public var eventNames: [String]
  /// The index of each event in `eventNames`.
  public var eventIndex: [String: Int]
  /// The declarations of the events that come from outside the machine, by event index.
  public var declarations: [Int: EventDeclaration]
  /// The view fields that this machine gives. `field` is the index in the bundle, `value` the one in states that name
  /// none.
  public var viewValues: [(field: Int, value: DataExpression?)]
  /// The type of `input:`; nil for a member that declares none.
  public var inputType: CELType?
  /// The names of the input's fields, in the order of their slots (`Slot.input`).
  public var inputFields: [String] = []
  /// The fields of the value with which the machine ends.
  public var output: [OutputField] = []
  /// The machines that its states invoke.
  public var invocations: [MachineInvocation] = []
  /// The payloads of the events of its own making (results of steps and of machines), by event index.
  public var results: [Int: CELType] = [:]

  /// Creates a machine without states.
  public init(name: String) {
    self.name = name
    states = []
    transitions = []
    steps = []
    timers = []
    context = []
    defines = []
    eventNames = []
    eventIndex = [:]
    declarations = [:]
    viewValues = []
    inputType = nil
  }

  /// Returns the index of an event's name, which is added if it is new.
  public mutating func event(_ name: String) -> Int {
    if let index = eventIndex[name] { return index }
    eventNames.append(name)
    eventIndex[name] = eventNames.count - 1
    return eventNames.count - 1
  }

  /// Returns the type of an event's payload; nil for an event without one.
  public func payload(of event: Int) -> CELType? { declarations[event]?.data ?? results[event] }

  /// Returns the index of the first state with this name or path.
  public func state(named name: String) -> Int? {
    states.firstIndex { $0.name == name || $0.path == name }
  }
}

/// A field of a machine's context.
public struct ContextField: Sendable {
  /// The name under `context`.
  public var name: String
  /// The type that every assigned value has to have.
  public var type: CELType
  /// The value when the machine starts; nil for null.
  public var initial: DataExpression?

  /// Creates a field of the context.
  public init(name: String, type: CELType, initial: DataExpression?) {
    self.name = name
    self.type = type
    self.initial = initial
  }

  /// The value when the machine starts, if it is known without evaluation and has one form only; nil otherwise. A stored
  /// context leaves out what still has it.
  var plainInitial: Value? {
    switch initial {
    case nil: .null
    case .literal(let value):
      switch value {
      case .null, .bool, .int, .string: value
      case .list(let items): items.isEmpty ? value : nil
      default: nil
      }
    case .list(let items): items.isEmpty ? .list([]) : nil
    case .program, .text, .map: nil
    }
  }
}

/// The handling of an event that no active state takes.
public enum UnhandledDisposition: String, Sendable {
  /// The history records the event, and nothing else happens.
  case ignore
  /// The event is kept and offered again after each change of the family.
  case `defer`
  /// The caller is refused with `not_now`.
  case reject
  /// An incident is opened.
  case alarm
}

/// An event as a machine declares it.
public struct EventDeclaration: Sendable {
  /// The event's name.
  public var name: String
  /// The type of the payload, an object.
  public var data: CELType
  /// The roles that may send the event from outside, such as `client` and `operator`.
  public var by: [String]
  /// The webhooks that the event is made of, as `source/type`.
  public var from: [String]
  /// The ways to find the family, tried in order. `field` is the index of a view field, `value` the expression over
  /// `body` that the field has to equal.
  public var correlate: [(field: Int, value: DataExpression)]
  /// The payload as an expression over `body`; nil if the body is the payload.
  public var extract: DataExpression?
  /// True if one webhook may concern many families (`match: all`).
  public var matchesAll: Bool
  /// The handling where no active state takes the event; nil if the checker demands that every state handles it.
  public var otherwise: UnhandledDisposition?

  /// Creates the declaration of an event.
  public init(
    name: String, data: CELType, by: [String] = [], from: [String] = [],
    correlate: [(field: Int, value: DataExpression)] = [], extract: DataExpression? = nil, matchesAll: Bool = false,
    otherwise: UnhandledDisposition? = nil
  ) {
    self.name = name
    self.data = data
    self.by = by
    self.from = from
    self.correlate = correlate
    self.extract = extract
    self.matchesAll = matchesAll
    self.otherwise = otherwise
  }

  /// True if the event can come from outside the family.
  public var isExternal: Bool { !by.isEmpty || !from.isEmpty }
}
