internal import CEL

/// A machine ready to run: its definition, and everything that the interpreter derives from it once. Sets of states are
/// bit sets; values that belong to some states only are found by rank among them.
package final class MachinePlan: Sendable {
  /// The index of the machine in the bundle.
  package let index: Int
  /// The name of the machine.
  package let name: String
  /// The definition.
  package let machine: Machine
  /// The states of the definition, with default entries that lead downwards.
  package let states: [StateNode]
  /// The transitions of the definition.
  package let transitions: [Transition]

  /// The atomic and final states.
  package let atomic: StateSet
  /// The final states.
  package let final: StateSet
  /// The top-level final states of a compound machine. Entering one ends the machine.
  package let ends: StateSet
  /// Each state with all its ancestors.
  package let lineage: [StateSet]
  /// Each state's proper descendants.
  let descendants: [StateSet]
  let depth: [Int]

  let withEntry: StateSet
  let withExit: StateSet
  let withInvokes: StateSet
  /// The states that invoke machines.
  let withMachines: StateSet
  /// The states that invoke steps or machines.
  let invoking: StateSet
  let withTimers: StateSet
  /// The states whose exit has effects of its own.
  let busyExits: StateSet
  /// The states whose entry has effects of its own.
  let busyEntries: StateSet
  let withHolds: StateSet
  /// The states with a history state among their children.
  let withHistory: StateSet
  /// The atomic states that wait for nobody, because they are final, or they or a state above them rest for ever.
  let resting: StateSet
  /// The states that rest as long as a timer is armed.
  let withRestUntil: StateSet
  /// The atomic states that may wait without timer, step or task: final ones, and those in whose lineage a state rests
  /// for ever or for another machine.
  let excused: StateSet

  /// By event index: the states with an `otherwise` for the event.
  private let withOtherwise: [StateSet]

  /// The candidates for each event, by event index.
  let handlers: [HandlerTable]
  /// The eventless candidates.
  let always: HandlerTable
  /// The states that each transition leaves and enters.
  let movements: [Movement]
  /// The states that are entered when the machine starts.
  let initialEntry: EntrySet
  /// The index of each state's `done.state` event; nil if nothing handles it.
  let doneEvents: [Int?]
  /// The index of each state by name and by path. Of several states with one name, the first counts.
  let stateIndex: [String: Int]

  /// Derives the tables of a machine.
  ///
  /// - Parameter index: the index of the machine in the bundle.
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
    withInvokes = set { !$0.invokes.isEmpty || !$0.starts.isEmpty }
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
    resting = StateSet(atomic.filter { nodes[$0].kind == .final || lineage[$0].intersects(forEver) })
    excused = StateSet(atomic.filter { nodes[$0].kind == .final || lineage[$0].intersects(somehow) })
    withOtherwise = machine.eventNames.indices.map { event in set { $0.otherwise[event] != nil } }
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
    // The root, which has the machine's name, stands last: a state of that name is what expressions mean.
    for state in Array(nodes.indices.dropFirst()) + nodes.indices.prefix(1) {
      for name in [nodes[state].name, nodes[state].path] where stateIndex[name] == nil { stateIndex[name] = state }
    }
    self.stateIndex = stateIndex
  }

  var tree: StateTree { StateTree(states: states) }

  /// Returns the paths of the active atomic states, in document order.
  package func atomicStates(in configuration: StateSet) -> [String] {
    configuration.intersection(atomic).map { states[$0].path }
  }

  /// Returns the innermost of the states, the last in document order among equally deep ones; nil if there are none.
  func innermost(_ states: StateSet) -> Int? {
    var found: Int?
    for state in states {
      if found.map({ depth[state] >= depth[$0] }) ?? true { found = state }
    }
    return found
  }

  /// Returns the disposition about an event that no transition takes, as the innermost of these active states gives it; nil
  /// if none of them names the event.
  func otherwise(_ event: Int, in configuration: StateSet) -> UnhandledDisposition? {
    innermost(configuration.intersection(withOtherwise[event])).flatMap { states[$0].otherwise[event] }
  }
}

/// The candidates for one event, or the eventless ones. The interpreter asks the states that have any and no others.
package final class HandlerTable: Sendable {
  /// The states with candidates.
  let states: StateSet
  /// The atomic states with such a state in their lineage.
  let below: StateSet
  /// The candidates in document order, by the state's rank among `states`.
  let candidates: [[Int]]

  /// Creates the table from each state's candidates.
  package init(_ byState: [[Int]], lineage: [StateSet], atomic: StateSet) {
    let states = StateSet(byState.indices.filter { !byState[$0].isEmpty })
    self.states = states
    below = StateSet(atomic.filter { lineage[$0].intersects(states) })
    candidates = byState.filter { !$0.isEmpty }
  }

  func candidates(of state: Int) -> [Int] { candidates[states.rank(of: state)] }
}

/// The states that a transition leaves and enters, as far as they do not depend on stored history.
struct Movement: Sendable {
  /// The states below the transition's domain, of which the active ones are left.
  let exits: StateSet
  let entry: EntrySet
  /// True if a history state decides, so that the domain and the sets are computed when the transition is taken.
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
