public import CEL

/// One state. Children follow their parent in document order, so the descendants of a state are a range.
public struct StateNode: Sendable {
  public enum Kind: Sendable { case atomic, compound, parallel, final, shallowHistory, deepHistory }

  /// Whether a machine may wait here without timer, step or task.
  public enum Rest: Sendable {
    case no
    /// For ever; counts as finished.
    case always
    /// For another machine of the family.
    case view
  }

  public var name: String
  /// `active.confirmed`: names from below the machine down.
  public var path: String
  public var kind: Kind
  public var parent: Int?
  public var children: [Int] = []
  /// One past the last descendant.
  public var end: Int
  /// Targets of the default entry; of a history state, its default.
  public var initial: [Int] = []
  /// Each block is an error scope of its own (SCXML 3.8).
  public var entry: [Action] = []
  public var exit: [Action] = []
  /// Candidates by event index, in document order.
  public var handlers: [Int: [Int]] = [:]
  /// Eventless candidates (`always`).
  public var always: [Int] = []
  public var timers: [Int] = []
  public var invokes: [Int] = []
  /// View fields with their value while the state is active.
  public var view: [(field: Int, value: DataExpression)] = []
  /// Claims held while the state is active.
  public var holds: [Int] = []
  public var rest: Rest = .no
  /// Verdicts for events that the state does not handle.
  public var otherwise: [Int: Verdict] = [:]

  public init(name: String, path: String, kind: Kind, parent: Int?, end: Int) {
    self.name = name
    self.path = path
    self.kind = kind
    self.parent = parent
    self.end = end
  }

  public var isHistory: Bool { kind == .shallowHistory || kind == .deepHistory }
  public var isAtomic: Bool { kind == .atomic || kind == .final }
}

/// A candidate: what a state does about an event, an eventless condition, a timer or a step's result.
public struct Transition: Sendable {
  /// How a candidate ends instead of in a target.
  public enum Ending: Sendable {
    case transition
    case reject(code: String)
    case `defer`
  }

  public var source: Int
  /// nil for `always`.
  public var event: Int?
  public var `guard`: Program?
  public var targets: [Int]
  /// Leaves and enters the source again (SCXML's external transition).
  public var reenter: Bool
  public var actions: [Action]
  public var ending: Ending
  /// Index of the candidate that is taken in this one's place when a claim was refused.
  public var onRefused: Int?
  /// Line in the definition, for the trace.
  public var line: Int

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
