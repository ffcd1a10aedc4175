import CEL
import CivilTime
import Statecharts
import WorkflowTesting

/// Compiles charts to bundles. Expressions repeat from chart to chart, so that each is compiled once.
struct ChartCompiler {
  private var environment = CELEnvironment(zones: ShippedWorkflows.zones)
  private var programs: [String: Program] = [:]

  init() {
    environment.declare("context.n", .int, slot: Slot.context(0))
    for state in 0..<64 { environment.declare("context.s\(state)", .int, slot: Slot.context(1 + state)) }
    environment.declareHostFunction("In", [.string], .bool, id: HostFunction.in.rawValue)
  }

  private mutating func program(_ source: String, _ type: CELType) throws -> Program {
    if let program = programs[source] { return program }
    let program = try environment.compile(source, expecting: type)
    programs[source] = program
    return program
  }

  /// Context field 0 is the counter; field 1 + s rises when state s is entered and falls when it is left.
  mutating func bundle(_ chart: RandomChart) throws -> Bundle {
    var machine = Machine(name: "random")
    machine.context = try (0...chart.states.count).map { index in
      ContextField(name: index == 0 ? "n" : "s\(index - 1)", type: .int, initial: .program(try program("0", .int)))
    }
    for event in 0..<RandomChart.Event.externals {
      let index = machine.event("e\(event)")
      machine.declarations[index] = EventDeclaration(
        name: "e\(event)", data: .object([]), by: ["operator"], otherwise: .ignore)
    }
    for event in 0..<RandomChart.Event.raisables { _ = machine.event("r\(event)") }
    for (index, state) in chart.states.enumerated() {
      let parents = state.parent.map { machine.states[$0].path + "." } ?? ""
      var node = StateNode(
        name: "s\(index)", path: state.parent == nil ? "" : "\(parents)s\(index)", kind: state.kind,
        parent: state.parent, end: state.end)
      node.children = state.children
      node.initial = state.initial
      node.rest = index == 0 ? .always : .no
      if !state.isHistory {
        node.entry = [.assign([(field: 1 + index, value: .program(try program("context.s\(index) + 1", .int)))])]
        node.exit = [.assign([(field: 1 + index, value: .program(try program("context.s\(index) - 1", .int)))])]
      }
      machine.states.append(node)
    }
    for candidate in chart.candidates { try add(candidate, to: &machine) }
    var limits = Bundle.Limits()
    limits.microsteps = RandomChart.microsteps
    return Bundle(
      hash: "random", collection: "random", machines: [machine], key: .literal(.string("k")), inputType: .object([]),
      inputFields: [], params: [], accounts: [], currency: .literal(.string("")), claims: [], viewFields: [],
      startRules: [], invariants: [], limits: limits)
  }

  private mutating func add(_ candidate: RandomChart.Candidate, to machine: inout Machine) throws {
    let index = machine.transitions.count
    let event = candidate.event.map { machine.event(Self.name(of: $0)) }
    let guards = candidate.guards.map(Self.source)
    let actions = try candidate.actions.map { action -> Action in
      switch action {
      case .add(let amount): .assign([(field: 0, value: .program(try program("context.n + \(amount)", .int)))])
      case .raise(let event): .raise(event: "r\(event)", data: .literal(.null))
      }
    }
    var transition = Transition(
      source: candidate.source, event: event,
      guard: guards.isEmpty ? nil : try program(guards.joined(separator: " && "), .bool),
      targets: candidate.targets, reenter: candidate.reenter, actions: actions)
    transition.also = candidate.also
    machine.transitions.append(transition)
    if let event {
      machine.states[candidate.source].handlers[event, default: []].append(index)
    } else {
      machine.states[candidate.source].always.append(index)
    }
  }

  static func name(of event: RandomChart.Event) -> String {
    switch event {
    case .external(let index): "e\(index)"
    case .raised(let index): "r\(index)"
    case .done(let state): "done.state.s\(state)"
    }
  }

  private static func source(_ condition: RandomChart.Guard) -> String {
    switch condition {
    case .rest(let rest, let divisor): "context.n % \(divisor) == \(rest)"
    case .below(let bound): "context.n < \(bound)"
    case .active(let state): "In('s\(state)')"
    }
  }
}
