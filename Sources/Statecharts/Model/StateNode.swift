public import CEL

/// One state. Children follow their parent in document order, so that the descendants of a state are a range of
/// indexes.
public struct StateNode: Sendable {
  /// The kind of a state: atomic or compound (SCXML 3.3), parallel (3.4), final (3.7) or history (3.10).
  public enum Kind: Sendable { case atomic, compound, parallel, final, shallowHistory, deepHistory }

  /// The permission to wait in a state without timer, step or task.
  public enum Rest: Sendable, Hashable {
    /// The machine may not wait here.
    case no
    /// The machine may wait here for ever and counts as finished.
    case always
    /// The machine waits for another machine of the family.
    case view
    /// While that timer is armed, the machine may wait here and counts as finished.
    case until(timer: Int)
  }

  /// The name, unique in the machine.
  public var name: String
  /// The names from below the machine down, such as `active.confirmed`.
  public var path: String
  /// The kind of the state.
  public var kind: Kind
  /// The index of the parent; nil for the machine itself.
  public var parent: Int?
  /// The indexes of the children, in document order.
  public var children: [Int] = []
  /// One past the index of the last descendant.
  public var end: Int
  /// The targets of the default entry. A history state has the targets that it stands for before it has stored any.
  public var initial: [Int] = []
  /// The actions on entry, executed in order.
  public var entry: [Action] = []
  /// The actions on exit, executed in order.
  public var exit: [Action] = []
  /// The candidates for each event, by event index, in document order.
  public var handlers: [Int: [Int]] = [:]
  /// The eventless candidates (`always`), in document order.
  public var always: [Int] = []
  /// The indexes of the timers that run while the state is active.
  public var timers: [Int] = []
  /// The indexes of the steps that the state invokes.
  public var invokes: [Int] = []
  /// The indexes of the steps that the state's transitions start.
  public var starts: [Int] = []
  /// The indexes of the machine's invocations that the state starts.
  public var machines: [Int] = []
  /// The value with which the machine ends in this final state at its top, by index of its output fields.
  public var output: [(field: Int, value: DataExpression)] = []
  /// The code with which the machine fails in this final state at its top; nil if it does not fail here.
  public var error: DataExpression?
  /// The view fields that the state sets while it is active.
  public var view: [(field: Int, value: DataExpression)] = []
  /// The claims that the state holds while it is active, by index.
  public var holds: [Int] = []
  /// The permission to wait in this state.
  public var rest: Rest = .no
  /// The handling of events that the state does not take, by event index.
  public var otherwise: [Int: UnhandledDisposition] = [:]

  /// Creates a state without content.
  public init(name: String, path: String, kind: Kind, parent: Int?, end: Int) {
    self.name = name
    self.path = path
    self.kind = kind
    self.parent = parent
    self.end = end
  }

  /// True for both kinds of history state.
  public var isHistory: Bool { kind == .shallowHistory || kind == .deepHistory }
  /// True if the state has no children and may be active: atomic or final.
  public var isAtomic: Bool { kind == .atomic || kind == .final }
}

/// A candidate for an event, an eventless condition, a timer or a step's result.
public struct Transition: Sendable {
  /// The end of a candidate that is taken.
  public enum Ending: Sendable {
    /// The actions run, and the targets are entered.
    case transition
    /// The event is refused with the code.
    case reject(code: String)
    /// The event waits until the family has changed.
    case `defer`
  }

  /// The index of the state that it belongs to.
  public var source: Int
  /// The index of the event; nil for `always`.
  public var event: Int?
  /// The condition; nil if there is none.
  public var `guard`: Program?
  /// The indexes of the targets; empty if the transition leaves nothing.
  public var targets: [Int]
  /// True if the source itself is left and entered again (SCXML's external transition).
  public var reenter: Bool
  /// True if the handler further out that has no target runs as well (`also: outer`).
  public var also = false
  /// The index of the step that the transition starts; nil for none. Such a candidate is passed over while the step is
  /// alive.
  public var step: Int?
  /// The roles of which the candidate hears the event; empty for all that may send it.
  public var by: [String] = []
  /// The actions, executed after states are left and before states are entered.
  public var actions: [Action]
  /// The end of the candidate.
  public var ending: Ending
  /// The index of the candidate that is taken instead when a claim was refused.
  public var onRefused: Int?
  /// The line in the definition, for the trace.
  public var line: Int

  /// True if anything but the event decides about the candidate.
  var isConditional: Bool { `guard` != nil || step != nil || !by.isEmpty }

  /// True if the candidate neither leaves a state nor refuses or defers the event.
  public var staysPut: Bool { if case .transition = ending { targets.isEmpty } else { false } }

  /// Creates a candidate.
  public init(
    source: Int, event: Int?, guard: Program? = nil, targets: [Int] = [], reenter: Bool = false,
    actions: [Action] = [], ending: Ending = .transition, onRefused: Int? = nil, line: Int = 0
  ) {
    self.source = source
    self.event = event
    self.guard = `guard`
    self.targets = targets
    self.reenter = reenter
    self.actions = actions
    self.ending = ending
    self.onRefused = onRefused
    self.line = line
  }
}
