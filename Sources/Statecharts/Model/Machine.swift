public import CEL

/// One statechart, checked and compiled, as the loader builds it; a bundle prepares it for the interpreter. States, transitions, steps and timers are named by their index in document order.
public struct Machine: Sendable {
  /// `escrow-release`.
  public var name: String
  /// Index 0 is the machine itself, compound or parallel.
  public var states: [StateNode]
  public var transitions: [Transition]
  public var steps: [StepDefinition]
  public var timers: [TimerDefinition]
  public var context: [ContextField]
  /// `define:` expressions, evaluated at each use.
  public var defines: [Program]
  /// Every event the machine can hear, its own included (`done.state.x`, timers, step results): name by index.
  public var eventNames: [String]
  public var eventIndex: [String: Int]
  /// Declarations of the events that come from outside the machine, by event index.
  public var declarations: [Int: EventDeclaration]
  /// View fields that this machine gives: index into the bundle's fields, with the value in states that do not name one.
  public var viewValues: [(field: Int, value: DataExpression?)]
  /// `input:` of the root, or of a child that declares one.
  public var inputType: CELType?
  /// Its fields in order, as declared under `input.x`.
  public var inputFields: [String] = []
  public var output: [OutputField] = []
  /// Machines that its states invoke.
  public var invocations: [MachineInvocation] = []
  /// Payloads of the events of its own making (results of steps and of machines), by event index.
  public var results: [Int: CELType] = [:]

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

  /// Interns an event's name.
  public mutating func event(_ name: String) -> Int {
    if let index = eventIndex[name] { return index }
    eventNames.append(name)
    eventIndex[name] = eventNames.count - 1
    return eventNames.count - 1
  }

  /// What an event carries; nil for those without a payload.
  public func payload(of event: Int) -> CELType? { declarations[event]?.data ?? results[event] }

  public func state(named name: String) -> Int? {
    states.firstIndex { $0.name == name || $0.path == name }
  }

  /// Paths of the active atomic states, in document order.
  public func atomicStates(in configuration: StateSet) -> [String] {
    configuration.filter { states[$0].isAtomic }.map { states[$0].path }
  }
}

/// A field of a machine's context.
public struct ContextField: Sendable {
  public var name: String
  public var type: CELType
  /// Evaluated when the machine starts; nil means null.
  public var initial: DataExpression?

  public init(name: String, type: CELType, initial: DataExpression?) {
    self.name = name
    self.type = type
    self.initial = initial
  }
}

/// What happens to an event that no active state handles.
public enum Verdict: String, Sendable {
  /// Recorded, nothing else.
  case ignore
  /// Kept and offered again after each change of the family.
  case `defer`
  /// Refused towards the caller.
  case reject
  /// An incident.
  case alarm
}

/// An event as a machine declares it.
public struct EventDeclaration: Sendable {
  public var name: String
  /// The payload's fields; an object type.
  public var data: CELType
  /// Roles that may send it from outside (`client`, `operator`).
  public var by: [String]
  /// `source/type` of providers that it comes from.
  public var from: [String]
  /// Which view field finds the family: (field index, expression over `body`).
  public var correlate: [(field: Int, value: DataExpression)]
  /// How the payload is made of the body; nil: the body is the payload.
  public var extract: DataExpression?
  /// One webhook may concern many families.
  public var matchesAll: Bool
  /// nil: the checker demands that every state handles it.
  public var otherwise: Verdict?

  public init(
    name: String, data: CELType, by: [String] = [], from: [String] = [],
    correlate: [(field: Int, value: DataExpression)] = [], extract: DataExpression? = nil, matchesAll: Bool = false,
    otherwise: Verdict? = nil
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

  /// True if it can come from outside the family.
  public var isExternal: Bool { !by.isEmpty || !from.isEmpty }
}
