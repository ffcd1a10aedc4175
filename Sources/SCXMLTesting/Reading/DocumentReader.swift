internal import CEL
internal import Statecharts

/// Reads the states, transitions and data of one `<scxml>` element into a chart.
struct DocumentReader {
  private let root: Markup
  private var reader: ContentReader
  private var machine: Machine
  private var content = SessionChart.Content()
  /// The elements of the states, by state.
  private var elements: [Markup] = []
  private var states: [String: Int] = [:]
  private var anonymous = 0

  init(_ root: Markup, _ reader: ContentReader) {
    self.root = root
    self.reader = reader
    machine = Machine(name: reader.name)
  }

  mutating func read() throws(DocumentError) -> SessionChart {
    if !reader.usesCEL { declareFunctions(root) }
    // Scripts are read first, because they may declare functions.
    var start: SessionBlock = []
    for script in root.elements("script") { start += try reader.scriptActions(script) }
    content.title = root["name"] ?? reader.name
    content.bindsLate = root["binding"] == "late"
    try outline(root, name: reader.name, parent: nil)
    guard machine.states.count <= StateSet.capacity else {
      throw reader.fail(root, "a machine has at most \(StateSet.capacity) states")
    }
    guard machine.states[0].kind == .compound else { throw reader.fail(root, "there is no state") }
    content.handlers = Array(repeating: [], count: machine.states.count)
    for state in machine.states.indices { try fill(state) }
    let data = content.data
    content.data = []
    try declareVariables()
    try readData(root, state: 0)
    content.data += data
    if !start.isEmpty {
      let place = reader.place(root.first("script") ?? root)
      content.entry[0] = [[SessionStatement(action: .script(start), place: place)]]
    }
    return SessionChart(machine, content)
  }

  // MARK: States

  /// Adds the states in document order, before anything refers to them.
  private mutating func outline(_ element: Markup, name: String, parent: Int?) throws(DocumentError) {
    let index = machine.states.count
    let children = element.elements.filter { ["state", "parallel", "final", "history"].contains($0.name) }
    let kind: StateNode.Kind =
      switch element.name {
      case "parallel": .parallel
      case "final": .final
      case "history": element["type"] == "deep" ? .deepHistory : .shallowHistory
      default: children.isEmpty ? .atomic : .compound
      }
    if parent != nil {
      if states[name] != nil { throw reader.fail(element, "there are two states '\(name)'") }
      states[name] = index
    }
    machine.states.append(StateNode(name: name, path: name, kind: kind, parent: parent, end: index + 1))
    elements.append(element)
    for child in children {
      var id = child["id"] ?? ""
      if id.isEmpty {
        anonymous += 1
        id = "\(child.name)-\(anonymous)"
      }
      machine.states[index].children.append(machine.states.count)
      try outline(child, name: id, parent: index)
    }
    machine.states[index].end = machine.states.count
  }

  private mutating func fill(_ state: Int) throws(DocumentError) {
    let element = elements[state]
    if machine.states[state].isHistory {
      machine.states[state].initial = try defaultEntry(element, state)
      return
    }
    if machine.states[state].kind == .compound { machine.states[state].initial = try initial(element, state) }
    // The data and the scripts of the whole document are read separately.
    if state > 0 { try readData(element, state: state) }
    for block in element.elements("onentry") { content.entry[state, default: []].append(try reader.block(block)) }
    for block in element.elements("onexit") { content.exit[state, default: []].append(try reader.block(block)) }
    for transition in element.elements("transition") { try read(transition, source: state) }
    for invoke in element.elements("invoke") {
      machine.states[state].invokes.append(content.invokes.count)
      content.invokes.append(try reader.invoke(invoke, state: state))
    }
    if let done = element.first("donedata") { content.doneData[state] = try reader.payload(done) }
  }

  /// Returns the targets of the default entry; without `initial` it is the first child in document order (SCXML 3.3).
  private mutating func initial(_ element: Markup, _ state: Int) throws(DocumentError) -> [Int] {
    if let names = element["initial"] { return try targets(names, element) }
    if let initial = element.first("initial") {
      let targets = try defaultEntry(initial, state)
      if !targets.isEmpty { return targets }
    }
    return machine.states[state].children.first { !machine.states[$0].isHistory }.map { [$0] } ?? []
  }

  /// Reads the transition of an `<initial>` or a `<history>`: its targets and its content.
  private mutating func defaultEntry(_ element: Markup, _ state: Int) throws(DocumentError) -> [Int] {
    guard let transition = element.first("transition") else { return [] }
    let block = try reader.block(transition)
    if !block.isEmpty { content.defaultEntry[state] = block }
    return try targets(transition["target"] ?? "", transition)
  }

  private func targets(_ names: String, _ place: Markup) throws(DocumentError) -> [Int] {
    var targets: [Int] = []
    for name in names.words {
      guard let state = states[name] else { throw reader.fail(place, "there is no state '\(name)'") }
      targets.append(state)
    }
    return targets
  }

  private mutating func read(_ element: Markup, source: Int) throws(DocumentError) {
    let targets = try targets(element["target"] ?? "", element)
    var transition = Transition(source: source, event: nil, targets: targets, line: element.line)
    if let condition = element["cond"] { transition.guard = try reader.condition(condition, element) }
    // Appendix D, getTransitionDomain: a transition is internal only if its source is compound and all targets lie
    // below it.
    let staysInside =
      machine.states[source].kind == .compound
      && targets.allSatisfy { $0 > source && $0 < machine.states[source].end }
    transition.reenter = !(element["type"] == "internal" && staysInside)
    let index = machine.transitions.count
    let block = try reader.block(element)
    if !block.isEmpty { content.transitions[index] = block }
    machine.transitions.append(transition)
    let events = (element["event"] ?? "").words.map { EventDescriptor($0) }
    content.descriptors.append(events)
    content.places.append(reader.place(element))
    if events.isEmpty {
      machine.states[source].always.append(index)
    } else {
      content.handlers[source].append(index)
    }
  }

  // MARK: Data

  /// Declares the variables that only scripts name, because scripts may declare variables of their own.
  private mutating func declareVariables() throws(DocumentError) {
    let declared = declaredNames(in: root)
    let place = reader.place(root)
    for name in reader.scripts.variables where !declared.contains(name) {
      content.data.append(DataItem(id: name, value: .literal(.null), state: 0, place: place))
    }
  }

  private mutating func readData(_ element: Markup, state: Int) throws(DocumentError) {
    for model in element.elements("datamodel") {
      for item in model.elements("data") {
        guard let id = item["id"] else { throw reader.fail(item, "<data> without id") }
        let value = try reader.dataValue(item)
        let place = reader.place(item)
        content.data.append(DataItem(id: id, value: value, state: state, place: place))
      }
    }
  }

  /// Returns the names of the whole document, without those of documents inside it.
  private func declaredNames(in element: Markup) -> Set<String> {
    var names: Set<String> = []
    for child in element.elements where child.name != "scxml" {
      if child.name == "data", let id = child["id"] { names.insert(id) }
      names.formUnion(declaredNames(in: child))
    }
    return names
  }

  /// Declares the variables whose values are functions. Calls of them may stand before them.
  private mutating func declareFunctions(_ element: Markup) {
    for child in element.elements where child.name != "scxml" {
      if child.name == "data", let id = child["id"], let source = child["expr"] {
        _ = reader.scripts.declare(id, source)
      }
      declareFunctions(child)
    }
  }
}
