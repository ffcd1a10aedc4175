internal import CEL

/// A machine ready to run: its definition, and what the interpreter derives from it once so that no step has to. Sets of states are bits,
/// what belongs to some states only is found by rank among them.
package final class MachinePlan: Sendable {
  package let index: Int
  package let name: String
  package let machine: Machine
  package let states: [StateNode]
  package let transitions: [Transition]

  /// Atomic and final states.
  package let atomic: StateSet
  package let final: StateSet
  /// Top-level final states of a compound machine: entering one ends it.
  package let ends: StateSet
  /// Each state with all its ancestors.
  package let lineage: [StateSet]
  /// Each state's proper descendants.
  let descendants: [StateSet]
  let depth: [Int]

  let withEntry: StateSet
  let withExit: StateSet
  let withInvokes: StateSet
  /// States that invoke machines.
  let withMachines: StateSet
  /// States that invoke either.
  let invoking: StateSet
  let withTimers: StateSet
  /// States whose exit does more than leave them.
  let busyExits: StateSet
  /// States whose entry does more than enter them.
  let busyEntries: StateSet
  let withHolds: StateSet
  /// States with a history state among their children.
  let withHistory: StateSet
  /// Atomic states that wait for no one: they, or a state above them, rest for ever.
  let resting: StateSet
  /// States that rest as long as a timer is armed.
  let withRestUntil: StateSet
  /// Atomic states that may wait without timer, step or task: a state in their lineage rests in some way, or they are final.
  let excused: StateSet

  /// Candidates by event index.
  let handlers: [HandlerTable]
  let always: HandlerTable
  /// By transition.
  let movements: [Movement]
  /// What starting the machine enters.
  let initialEntry: EntrySet
  /// By state: the event index of its `done.state`, if anyone listens.
  let doneEvents: [Int?]
  /// States by name and by path; of several of one name the first.
  let stateIndex: [String: Int]

  package init(_ machine: Machine, index: Int) {
    self.index = index
    name = machine.name
    self.machine = machine
    let nodes = StateTree.sound(machine.states)
    states = nodes
    transitions = machine.transitions
    func set(_ isMember: (StateNode) -> Bool) -> StateSet { StateSet(nodes.indices.filter { isMember(nodes[$0]) }) }
    atomic = set(\.isAtomic)
    final = set { $0.kind == .final }
    ends = nodes.first?.kind == .compound ? set { $0.kind == .final && $0.parent == 0 } : StateSet()
    withEntry = set { !$0.entry.isEmpty }
    withExit = set { !$0.exit.isEmpty }
    withMachines = set { !$0.machines.isEmpty }
    withInvokes = set { !$0.invokes.isEmpty }
    withTimers = set { !$0.timers.isEmpty }
    invoking = withInvokes.union(withMachines)
    busyExits = withExit.union(invoking).union(withTimers)
    busyEntries = withEntry.union(final)
    withHolds = set { !$0.holds.isEmpty }
    withHistory = set { node in node.children.contains { nodes[$0].isHistory } }
    descendants = nodes.indices.map { StateSet($0 + 1..<Swift.max($0 + 1, nodes[$0].end)) }
    var lineage: [StateSet] = []
    for (state, node) in nodes.enumerated() {
      var line = node.parent.map { lineage[$0] } ?? StateSet()
      line.insert(state)
      lineage.append(line)
    }
    self.lineage = lineage
    depth = lineage.map { $0.count - 1 }
    let forEver = set { $0.rest == .always }
    withRestUntil = set { if case .until = $0.rest { true } else { false } }
    let somehow = set { $0.rest == .always || $0.rest == .view }
    resting = StateSet(atomic.filter { lineage[$0].intersects(forEver) })
    excused = StateSet(atomic.filter { nodes[$0].kind == .final || lineage[$0].intersects(somehow) })
    handlers = machine.eventNames.indices.map { event in
      HandlerTable(nodes.map { $0.handlers[event] ?? [] }, lineage: lineage, atomic: set(\.isAtomic))
    }
    always = HandlerTable(nodes.map(\.always), lineage: lineage, atomic: set(\.isAtomic))
    let tree = StateTree(states: nodes)
    movements = machine.transitions.map { Movement($0, tree: tree) }
    var initialEntry = EntrySet()
    if !nodes.isEmpty { tree.addDescendantStatesToEnter(0, history: [], into: &initialEntry) }
    self.initialEntry = initialEntry
    doneEvents = nodes.map { machine.eventIndex["done.state.\($0.name)"] }
    var stateIndex: [String: Int] = [:]
    for (state, node) in nodes.enumerated() {
      for name in [node.name, node.path] where stateIndex[name] == nil { stateIndex[name] = state }
    }
    self.stateIndex = stateIndex
  }

  var tree: StateTree { StateTree(states: states) }
}

/// Who does something about one event (or without one): the interpreter asks these states and no others.
package final class HandlerTable: Sendable {
  /// States with candidates.
  let states: StateSet
  /// Atomic states with one of those in their lineage.
  let below: StateSet
  /// Candidates in document order, by the state's rank among `states`.
  let candidates: [[Int]]

  package init(_ byState: [[Int]], lineage: [StateSet], atomic: StateSet) {
    let states = StateSet(byState.indices.filter { !byState[$0].isEmpty })
    self.states = states
    below = StateSet(atomic.filter { lineage[$0].intersects(states) })
    candidates = byState.filter { !$0.isEmpty }
  }

  func candidates(of state: Int) -> [Int] { candidates[states.rank(of: state)] }
}

/// What a transition leaves and enters, as far as that does not depend on stored history.
struct Movement: Sendable {
  /// States below the transition's domain: of these the active ones are left.
  let exits: StateSet
  let entry: EntrySet
  /// A history state decides: domain and sets are computed when the transition is taken.
  let usesHistory: Bool

  init(_ transition: Transition, tree: StateTree) {
    var exits = StateSet()
    var entry = EntrySet()
    usesHistory = !tree.isStatic(transition)
    if !usesHistory, let domain = tree.getTransitionDomain(transition, history: []) {
      exits = StateSet(domain + 1..<tree.states[domain].end)
      tree.computeEntrySet(transition, domain: domain, history: [], into: &entry)
    }
    self.exits = exits
    self.entry = entry
  }
}
