internal import CEL
internal import CivilTime
internal import Statecharts

/// A session: one machine with SCXML's own data model, content and messages. It holds the procedures of Appendix D
/// around the microstep. Those of the microstep are in the interpreter, which families of workflows use as well.
struct Session: MachineHost {
  /// A service that the session has invoked and not cancelled.
  struct Invocation: Hashable {
    /// The index of its definition.
    var definition: Int
    var id: String
  }

  /// The surroundings that a session may know during one step.
  struct Moment {
    var now: Instant
    /// The targets that the session can send to, as it writes them (`#_parent`, `#_scxml_ID`, `#_INVOKEID`).
    var reachable: Set<String>
  }

  let chart: SessionChart
  let id: String
  /// The values that the invoker passed.
  let passed: ValueMap
  var data = ValueMap()
  var invocations: [Invocation] = []
  var effects: [SessionEffect] = []
  var moment = Moment(now: .epoch, reachable: [])
  private var instance: InstanceSnapshot?
  private var serial = 0
  /// The event that `_event` names between two macrosteps.
  private var event: SessionEvent?
  /// False once the session was cancelled, because then nobody waits for its end.
  private var isAwaited = true

  init(_ chart: SessionChart, id: String, passed: ValueMap) {
    self.chart = chart
    self.id = id
    self.passed = passed
  }

  var hasStarted: Bool { instance != nil }

  /// The paths of the active atomic states, or of those in which the session ended.
  var activeStates: [String] {
    instance.map { chart.plan.atomicStates(in: $0.configuration) } ?? []
  }

  /// Returns a new number for an id.
  mutating func nextSerial() -> Int {
    serial += 1
    return serial
  }

  // MARK: Steps

  /// Appendix D, interpret: initialises the data model, enters the initial states and takes the first macrostep.
  mutating func start(_ moment: Moment) throws(StepFailure) -> [SessionEffect] {
    begin(moment)
    instance = InstanceSnapshot(incarnation: 1, machine: chart.plan.machine)
    var interpreter = Interpreter<Self>(chart.plan)
    let items = chart.content.data
    data = ValueMap(items.map { ($0.id, .null) })
    for item in items where !chart.content.bindsLate || item.state == 0 { bind(item, &interpreter) }
    try interpreter.interpret(host: &self)
    event = interpreter.event
    return effects
  }

  /// Appendix D, mainEventLoop, from the arrival of an external event: finalize and forward, select, microstep, and on
  /// to the end of the macrostep.
  mutating func receive(_ received: SessionEvent, _ moment: Moment) throws(StepFailure) -> [SessionEffect] {
    begin(moment)
    guard instance?.isDone == false else { return [] }
    var interpreter = Interpreter<Self>(chart.plan, event: event)
    switch received.kind {
    case .cancel:
      isAwaited = false
      try exitInterpreter(&interpreter)
      return effects
    case .platform:
      // The platform has learned later that a `send` failed.
      interpreter.raise(received)
    case .internal, .external:
      interpreter.event = received
      passOn(received, &interpreter)
      if case .transitions(let selected) = try interpreter.selectTransitions(received, host: &self) {
        try interpreter.microstep(selected, host: &self)
      }
    }
    try interpreter.completeMacrostep(host: &self)
    event = interpreter.event
    return effects
  }

  private mutating func begin(_ moment: Moment) {
    self.moment = moment
    effects = []
  }

  /// Appendix D, mainEventLoop: applyFinalize and autoforward, for each invocation of an active state.
  private mutating func passOn(_ event: SessionEvent, _ interpreter: inout Interpreter<Self>) {
    for invocation in invocations {
      let definition = chart.content.invokes[invocation.definition]
      if invocation.id == event.invokeID { execute(block: definition.finalize, &interpreter) }
      if definition.forwardsEvents { effects.append(.forward(event, invokeID: invocation.id)) }
    }
  }

  /// Initialises a variable. A value that the invoker passed replaces the initial one; an error leaves the variable
  /// null (SCXML 5.3.3).
  private mutating func bind(_ item: DataItem, _ interpreter: inout Interpreter<Self>) {
    var value = Value.null
    if item.state == 0, let passed = passed[item.id] {
      value = passed
    } else {
      do {
        value = try evaluate(item.value, item.place, interpreter)
      } catch {
        raise(error, &interpreter)
      }
    }
    data[item.id] = value
  }

  // MARK: The interpreter's host

  subscript(machine index: Int) -> InstanceSnapshot {
    _read { yield instance! }
    _modify { yield &instance! }
  }

  var now: Instant { moment.now }
  var microstepLimit: Int { 1_000 }
  var completesOuterParallels: Bool { false }
  var isRefused: Bool { false }

  /// Matches event descriptors, since the names of events are not known beforehand (SCXML 3.12.1).
  func candidates(for event: SessionEvent, of plan: MachinePlan) -> HandlerTable {
    let named = chart.content.handlers.map { transitions in
      transitions.filter { chart.content.descriptors[$0].contains { $0.matches(event.name) } }
    }
    return HandlerTable(named, lineage: plan.lineage, atomic: plan.atomic)
  }

  /// Evaluates a condition. If it fails, it counts as false, and the error is raised as an event (SCXML 5.9.1).
  func conditionMatch(_ transition: Int, in interpreter: inout Interpreter<Self>) -> Bool {
    guard let condition = chart.plan.transitions[transition].guard else { return true }
    return isTrue(condition, chart.content.places[transition], &interpreter)
  }

  func heldStates(of plan: MachinePlan) -> StateSet { StateSet() }
  func didConclude(_ transition: Int, of plan: MachinePlan) {}
  func putOff(_ event: SessionEvent, of plan: MachinePlan) {}
  func leaveUnhandled(_ event: SessionEvent, of plan: MachinePlan) {}
  func exitsQuietly(_ states: StateSet, of plan: MachinePlan) -> Bool { false }
  func entersQuietly(_ states: StateSet, of plan: MachinePlan) -> Bool { false }
  func willEnter(_ states: StateSet, of plan: MachinePlan) {}
  func didTake(_ transitions: [Int], exited: StateSet, entered: StateSet, in interpreter: inout Interpreter<Self>) {}

  mutating func executeContent(of transition: Int, in interpreter: inout Interpreter<Self>) {
    if let block = chart.content.transitions[transition] { execute(block: block, &interpreter) }
  }

  /// Assigns data that binds late, then executes the entry content, then the content of `<initial>` and history
  /// (Appendix D, enterStates).
  mutating func didEnter(_ state: Int, by entry: EntrySet, in interpreter: inout Interpreter<Self>) {
    if chart.content.bindsLate, state != 0, self[machine: 0].visits[state].count == 1 {
      for item in chart.content.data where item.state == state { bind(item, &interpreter) }
    }
    for block in chart.content.entry[state] ?? [] { execute(block: block, &interpreter) }
    if entry.defaults.contains(state) { execute(block: chart.content.defaultEntry[state] ?? [], &interpreter) }
    for history in entry.histories where chart.plan.states[history].parent == state {
      execute(block: chart.content.defaultEntry[history] ?? [], &interpreter)
    }
  }

  /// Executes the exit content, then Appendix D's cancelInvoke for each invocation of the state.
  mutating func willExit(_ state: Int, in interpreter: inout Interpreter<Self>) {
    for block in chart.content.exit[state] ?? [] { execute(block: block, &interpreter) }
    for invocation in invocations where chart.content.invokes[invocation.definition].state == state {
      effects.append(.cancelInvoke(id: invocation.id))
    }
    invocations.removeAll { [chart] in chart.content.invokes[$0.definition].state == state }
  }

  func raiseDone(of state: Int, by final: Int?, in interpreter: inout Interpreter<Self>) {
    let data = final.map { doneData(of: $0, &interpreter) } ?? .null
    interpreter.raise(SessionEvent("done.state.\(chart.plan.states[state].name)", .internal, data: data))
  }

  /// Starts the state's invocations. One whose arguments fail is not started.
  mutating func invoke(_ state: Int, in interpreter: inout Interpreter<Self>) {
    for definition in chart.plan.states[state].invokes {
      do {
        try invoke(definition, &interpreter)
      } catch {
        raise(error, &interpreter)
      }
    }
  }

  /// Appendix D, exitInterpreter: leaves all active states, innermost first, with their content, and then tells the
  /// invoker.
  mutating func exitInterpreter(_ interpreter: inout Interpreter<Self>) throws(StepFailure) {
    let last = self[machine: 0].configuration
    try interpreter.exitStates(last, host: &self)
    interpreter.stop()
    if isAwaited, let final = last.intersection(chart.plan.ends).first {
      effects.append(.ended(doneData(of: final, &interpreter)))
    }
    self[machine: 0].isDone = true
    // No state is active any more. The states in which the session ended stay readable.
    self[machine: 0].configuration = last
  }
}
