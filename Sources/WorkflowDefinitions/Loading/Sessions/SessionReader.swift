internal import CEL
internal import Statecharts
internal import YAMLTree

/// Reads a definition of the mode `scxml` into a bundle of one machine: states with ordered transitions, event descriptors, blocks of
/// executable content, data, invokes. Nothing of the mode `workflow` is shared but expressions and findings.
final class SessionReader {
  let report: Report
  let expressions: ExpressionReader
  let names: Names
  private let file: Node
  private var machine: Machine
  private var states: [String: Int] = [:]
  private var nodes: [Node] = []
  private var data: [DataItem] = []
  private var descriptors: [[EventDescriptor]] = []
  private var handlers: [[Int]] = []
  private var entryContent: [Int: [Action]] = [:]
  private var invokes: [InvokeDefinition] = []
  private var doneData: [Int: Payload] = [:]

  init(file: Node, loader: BundleLoader, report: Report) {
    self.file = file
    self.report = report
    expressions = ExpressionReader(report: report)
    var environment = CELEnvironment(zones: loader.zones)
    let variables: [(String, Int)] = [
      ("context", Slot.context(0)), ("event", Slot.sessionEvent), ("_event", Slot.sessionEvent),
      ("_sessionid", Slot.familyKey), ("_name", Slot.sessionName), ("_ioprocessors", Slot.processors),
    ]
    for (name, slot) in variables { environment.declare(name, .dyn, slot: slot) }
    environment.declareHostFunction("In", [.string], .bool, id: HostFunction.in.rawValue)
    names = Names(environment: environment)
    machine = Machine(name: file["workflow"]?.text ?? "")
    machine.context = [ContextField(name: "data", type: .dyn, initial: nil)]
  }

  func read(hash: String, limits: Bundle.Limits) -> Bundle? {
    report.checkKeys(file, SessionKeys.file)
    if machine.name.isEmpty {
      report.error("missing-key", at: file, "a definition needs 'workflow', its name", cure: "workflow: name")
    }
    outline(file, name: machine.name, parent: nil)
    guard machine.states.count <= StateSet.capacity else {
      report.error(
        "too-many-states", at: file, "a machine has at most \(StateSet.capacity) states", cure: "several machines")
      return nil
    }
    if machine.states[0].kind != .compound {
      report.error("missing-states", at: file, "a workflow needs 'states'", cure: "states: {a: {}}")
    }
    handlers = Array(repeating: [], count: machine.states.count)
    for state in machine.states.indices { fill(state) }
    machine.session = SessionDefinition(
      name: file["name"]?.text ?? machine.name, bindsLate: bindsLate(), data: data, descriptors: descriptors,
      handlers: handlers, entryContent: entryContent, invokes: invokes, doneData: doneData)
    return Bundle(
      hash: hash, collection: machine.name, machines: [machine], key: .literal(.string("")), inputType: .dyn,
      inputFields: [], params: [], accounts: [], currency: .literal(.string("")), claims: [], viewFields: [],
      births: [], invariants: [], limits: limits)
  }

  private func bindsLate() -> Bool {
    switch file["binding"]?.text {
    case nil, "early": return false
    case "late": return true
    default:
      report.choice("binding", of: ["early", "late"], at: file["binding"]!)
      return false
    }
  }

  // MARK: States

  private func outline(_ node: Node, name: String, parent: Int?) {
    let index = machine.states.count
    let children = node["states"]?.entries ?? []
    let kind: StateNode.Kind
    switch parent == nil ? nil : node["type"]?.text {
    case nil: kind = children.isEmpty ? .atomic : .compound
    case "parallel": kind = .parallel
    case "final": kind = .final
    case "history": kind = node["history"]?.text == "deep" ? .deepHistory : .shallowHistory
    default:
      kind = .atomic
      report.choice("type", of: ["parallel", "final", "history"], at: node["type"]!)
    }
    if parent != nil {
      if states[name] != nil {
        report.error("duplicate-state", at: node, "there are two states '\(name)'", cure: "another name")
      }
      states[name] = index
    }
    machine.states.append(StateNode(name: name, path: name, kind: kind, parent: parent, end: index + 1))
    nodes.append(node)
    for child in children {
      machine.states[index].children.append(machine.states.count)
      outline(child.value, name: child.key.text ?? "", parent: index)
    }
    machine.states[index].end = machine.states.count
  }

  private func fill(_ state: Int) {
    let node = nodes[state]
    if state > 0 { report.checkKeys(node, SessionKeys.state) }
    for entry in node["context"]?.entries ?? [] {
      let value = expressions.data(entry.value, names)
      data.append(DataItem(id: entry.key.text ?? "", value: value, state: state, place: place("data", entry.key)))
    }
    initial(state, node)
    machine.states[state].entry = blocks(node["entry"])
    machine.states[state].exit = blocks(node["exit"])
    for candidate in node["on"]?.items ?? [] { transition(candidate, source: state) }
    for use in node["invoke"]?.items ?? [] {
      machine.states[state].invokes.append(invokes.count)
      invokes.append(invoke(use, state))
    }
    if let done = node["donedata"] {
      report.checkKeys(done, SessionKeys.payload)
      doneData[state] = payload(done, place("donedata", done))
    }
  }

  /// `initial` of a compound state, or the default of a history state.
  private func initial(_ state: Int, _ node: Node) {
    if machine.states[state].isHistory {
      machine.states[state].initial = targets(node["target"])
      if let actions = node["actions"] { entryContent[state] = [.block(statements(actions))] }
      return
    }
    guard machine.states[state].kind == .compound else { return }
    if let initial = node["initial"] {
      let isDetailed = initial.entries != nil
      if isDetailed { report.checkKeys(initial, SessionKeys.initial) }
      machine.states[state].initial = targets(isDetailed ? initial["target"] : initial)
      if let actions = initial["actions"] { entryContent[state] = [.block(statements(actions))] }
    }
    if machine.states[state].initial.isEmpty {
      // SCXML 3.3: without `initial` it is the first child in document order.
      machine.states[state].initial =
        machine.states[state].children.first { !machine.states[$0].isHistory }.map { [$0] } ?? []
    }
  }

  private func targets(_ node: Node?) -> [Int] {
    guard let node else { return [] }
    return (node.items ?? [node]).compactMap { item in
      let name = item.text ?? ""
      if let state = states[name] { return state }
      report.error(
        "missing-target", at: item, "there is no state '\(name)' in '\(machine.name)'",
        cure: NearestName.cure(name, among: states.keys.sorted()) ?? "")
      return nil
    }
  }

  private func transition(_ node: Node, source: Int) {
    report.checkKeys(node, SessionKeys.transition)
    let targets = targets(node["target"])
    var transition = Transition(source: source, event: nil, targets: targets, line: node.line)
    if let condition = node["guard"] {
      transition.guard = expressions.program(condition, names, expecting: .bool)
      if transition.guard == nil { return }
    }
    // Appendix D, getTransitionDomain: internal only where the source is compound and all targets lie below it.
    let staysInside =
      machine.states[source].kind == .compound
      && targets.allSatisfy { $0 > source && $0 < machine.states[source].end }
    transition.reenter = !(node["internal"]?.scalarValue == .bool(true) && staysInside)
    if let actions = node["actions"] { transition.actions = [.block(statements(actions))] }
    let index = machine.transitions.count
    machine.transitions.append(transition)
    let events = (node["event"]?.text ?? "").split(separator: " ").map { EventDescriptor(String($0)) }
    descriptors.append(events)
    if events.isEmpty {
      machine.states[source].always.append(index)
    } else {
      handlers[source].append(index)
    }
  }
}
