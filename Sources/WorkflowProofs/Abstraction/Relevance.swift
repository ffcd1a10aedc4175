internal import CEL
internal import Execution
internal import Statecharts

/// The parts of a family that can influence what it does next: its cone of influence. Everything else is left out when
/// states are compared, so that states which differ in it only are explored once.
struct Relevance: Sendable {
  /// By machine, the slots of names that conditions, times, amounts and events are computed from.
  private(set) var slots: [Set<Int>]
  /// By machine, the states whose last entry, number of entries or first entry is read.
  private(set) var lastEntries: [Set<Int>]
  private(set) var entryCounts: [Set<Int>]
  private(set) var firstEntries: [Set<Int>]
  /// The types of the steps that no person does and whose outcome matters somewhere.
  private(set) var exploredSteps: Set<String> = []
  /// By machine, the steps whose outcome matters.
  private var effectiveSteps: [Set<Int>]
  /// The ids of steps that a condition asks for.
  private(set) var askedSteps: Set<String> = []
  /// By machine, the timers whose firing changes nothing but what people are told.
  private(set) var idleTimers: [Set<Int>]
  /// By machine, the transitions that change nothing but what people are told.
  private(set) var idleTransitions: [Set<Int>]
  /// The accounts in which money does not stay: those that hold it while a step is under way, and those that receive it
  /// from outside.
  let transit: [Int]

  private let bundle: Bundle

  init(_ bundle: Bundle) {
    self.bundle = bundle
    slots = bundle.machines.map { _ in [] }
    lastEntries = slots
    entryCounts = slots
    firstEntries = slots
    idleTimers = slots
    idleTransitions = slots
    effectiveSteps = slots
    transit = Self.transit(bundle)
    var size = -1
    // The names that an assignment reads matter once the field does, which later expressions may show.
    while size != slots.reduce(0, { $0 + $1.count }) {
      size = slots.reduce(0) { $0 + $1.count }
      read()
    }
    for machine in bundle.machines.indices { sort(machine) }
  }

  /// Returns true if a field of a machine's context matters.
  func matters(field: Int, of machine: Int) -> Bool { slots[machine].contains(Slot.context(field)) }

  /// Returns true if what becomes of a step matters, or if a condition asks whether it runs. Other steps are done at
  /// once, and other tasks stay open.
  func isFollowed(_ start: StepStart) -> Bool {
    let definition = bundle.machines[start.name.machine].steps[start.definition]
    if askedSteps.contains(start.id) { return true }
    if definition.stepClass == StepClass.human.rawValue {
      return effectiveSteps[start.name.machine].contains(start.definition)
    }
    return exploredSteps.contains(definition.step)
  }

  // MARK: Reading

  private mutating func read() {
    for invariant in bundle.invariants { mark(invariant.condition, invariant.machine, nil) }
    for (index, machine) in bundle.machines.enumerated() {
      for transition in machine.transitions {
        if let condition = transition.guard { mark(condition, index, transition.source) }
        mark(transition.actions, index, transition.source)
      }
      for (state, node) in machine.states.enumerated() {
        mark(node.entry, index, state)
        mark(node.exit, index, state)
        for output in node.output { mark(output.value, index, state) }
      }
      for timer in machine.timers { for program in Self.programs(of: timer) { mark(program, index, timer.state) } }
      for step in machine.steps {
        for program in Self.programs(of: step) { mark(program, index, step.owner) }
      }
      for invocation in machine.invocations { mark(invocation.input, index, invocation.owner) }
    }
  }

  private mutating func mark(_ actions: [Action], _ machine: Int, _ state: Int?) {
    for program in programs(of: actions, machine) { mark(program, machine, state) }
  }

  private mutating func mark(_ data: DataExpression, _ machine: Int, _ state: Int?) {
    for program in data.programs { mark(program, machine, state) }
  }

  private mutating func mark(_ program: Program, _ machine: Int, _ state: Int?) {
    for program in FamilyProbe(bundle).withDefines(program, of: machine) {
      for slot in program.slots {
        if slot == Slot.entered, let state { lastEntries[machine].insert(state) }
        if slot == Slot.entries, let state { entryCounts[machine].insert(state) }
        let isNew = slots[machine].insert(slot).inserted
        if slot / 1000 == 7 { slots[machine].insert(slot - Slot.before(0) + Slot.context(0)) }
        if isNew, slot / 1000 == 4 { markView(slot - Slot.view(0)) }
        if isNew, slot / 1000 == 8 { markView(slot - Slot.captured(0)) }
      }
      for call in program.hostCalls {
        let name = call.literalArguments.first.flatMap { $0 }?.stringValue
        if call.id == HostFunction.firstEntered.rawValue {
          let states = bundle.machines[machine].states.indices
          let named = states.filter {
            name == nil || bundle.machines[machine].states[$0].name == name
              || bundle.machines[machine].states[$0].path == name
          }
          firstEntries[machine].formUnion(named)
        }
        if call.id == HostFunction.running.rawValue, let name {
          askedSteps.insert(String(name.split(separator: "/", maxSplits: 1).last ?? ""))
          askedSteps.insert(name)
        }
      }
    }
  }

  /// A view field matters to its readers, whatever gives it.
  private mutating func markView(_ field: Int) {
    guard bundle.viewFields.indices.contains(field) else { return }
    let owner = bundle.viewFields[field].owner
    for value in bundle.machines[owner].viewValues where value.field == field {
      if let expression = value.value { mark(expression, owner, nil) }
    }
    for (state, node) in bundle.machines[owner].states.enumerated() {
      for view in node.view where view.field == field { mark(view.value, owner, state) }
    }
  }

  /// The expressions of actions that can influence what happens next. Texts for people, requests and keys cannot.
  func programs(of actions: [Action], _ machine: Int) -> [Program] {
    actions.flatMap { programs(of: $0, machine) }
  }

  private func programs(of action: Action, _ machine: Int) -> [Program] {
    switch action {
    case .assign(let assignments):
      return assignments.filter { matters(field: $0.field, of: machine) }.flatMap(\.value.programs)
    case .raise(_, let data), .emit(_, let data), .send(_, _, let data): return data.programs
    case .post(let definition): return Self.programs(of: definition.from) + (definition.amount?.programs ?? [])
    case .reverse(let id): return id.programs
    case .spawnStep(let index): return Self.programs(of: bundle.machines[machine].steps[index])
    case .spawnMachine(_, let input): return input.programs
    case .conditional(let condition, let then, let otherwise):
      return [condition] + programs(of: then + otherwise, machine)
    case .forEach(let list, _, let body):
      let inner = programs(of: body, machine)
      return inner.isEmpty && isIdle(body, machine) ? [] : [list] + inner
    case .call(_, let arguments, let body):
      let inner = programs(of: body, machine)
      let read = Set(inner.flatMap { FamilyProbe(bundle).withDefines($0, of: machine) }.flatMap(\.slots))
      return inner
        + arguments.filter { read.contains(Slot.local($0.local)) }.flatMap(\.value.programs)
    // The reaction of other families to a publication returns as an event from outside, which may come at any time.
    case .stop, .stopMachine, .alarm, .note, .erase, .publish: return []
    }
  }

  private static func programs(of source: PostDefinition.Source) -> [Program] {
    if case .split(let expression) = source { expression.programs } else { [] }
  }

  private static func programs(of step: StepDefinition) -> [Program] {
    var result: [Program] = []
    if let precondition = step.precondition { result.append(precondition) }
    if let moves = step.moves { result += programs(of: moves.from) + (moves.amount?.programs ?? []) }
    for settlement in step.completedBy { result += [settlement.done, settlement.failed] }
    return result
  }

  private static func programs(of timer: TimerDefinition) -> [Program] {
    var result: [Program] = []
    switch timer.when {
    case .at(let program): result.append(program)
    case .every(let first, let then): result += [first, then]
    case .rhythm(let rhythm):
      if case .program(let program) = rhythm.first { result.append(program) }
      result += rhythm.zone.programs
    }
    if case .until(let program) = timer.late { result.append(program) }
    return result
  }

  // MARK: Idle parts

  private mutating func sort(_ index: Int) {
    let machine = bundle.machines[index]
    for (number, step) in machine.steps.enumerated() where isEffective(step, index) {
      effectiveSteps[index].insert(number)
      if step.stepClass != StepClass.human.rawValue { exploredSteps.insert(step.step) }
    }
    for (number, transition) in machine.transitions.enumerated() where isIdle(transition, index) {
      idleTransitions[index].insert(number)
    }
    for (number, timer) in machine.timers.enumerated() {
      let own = machine.transitions.filter { $0.event == timer.event || $0.event == timer.missed }
      if own.allSatisfy({ isIdle($0, index) }) { idleTimers[index].insert(number) }
    }
  }

  private func isEffective(_ step: StepDefinition, _ machine: Int) -> Bool {
    if step.moves != nil || step.owner != nil { return true }
    let events = [step.accepted, step.done, step.error, step.stopped]
    return bundle.machines[machine].transitions.contains {
      $0.event.map(events.contains) ?? false && !isIdle($0, machine)
    }
  }

  private func isIdle(_ transition: Transition, _ machine: Int) -> Bool {
    guard case .transition = transition.ending else { return false }
    return transition.targets.isEmpty && isIdle(transition.actions, machine)
  }

  private func isIdle(_ actions: [Action], _ machine: Int) -> Bool { actions.allSatisfy { isIdle($0, machine) } }

  private func isIdle(_ action: Action, _ machine: Int) -> Bool {
    switch action {
    case .alarm, .note, .erase, .publish: true
    case .assign(let assignments): !assignments.contains { matters(field: $0.field, of: machine) }
    case .spawnStep(let index): !isEffective(bundle.machines[machine].steps[index], machine)
    case .stop: false
    case .conditional(_, let then, let otherwise): isIdle(then + otherwise, machine)
    case .forEach(_, _, let body): isIdle(body, machine)
    case .call(_, _, let body): isIdle(body, machine)
    case .raise, .emit, .send, .post, .reverse, .spawnMachine, .stopMachine: false
    }
  }

  // MARK: Accounts

  private static func transit(_ bundle: Bundle) -> [Int] {
    var names: Set<String> = []
    for machine in bundle.machines {
      for step in machine.steps { if let moves = step.moves { names.insert(moves.via) } }
      let actions = machine.transitions.flatMap(\.actions) + machine.states.flatMap { $0.entry + $0.exit }
      for post in posts(actions) where isFromOutside(post, bundle) { names.insert(post.to) }
    }
    return bundle.accounts.indices.filter {
      bundle.accounts[$0].kind == .credit && names.contains(bundle.accounts[$0].name)
    }
  }

  private static func isFromOutside(_ post: PostDefinition, _ bundle: Bundle) -> Bool {
    guard case .inTurn(let names) = post.from else { return false }
    return names.contains { name in bundle.accounts.contains { $0.name == name && $0.kind == .external } }
  }

  private static func posts(_ actions: [Action]) -> [PostDefinition] {
    actions.flatMap { action -> [PostDefinition] in
      switch action {
      case .post(let definition): [definition]
      case .conditional(_, let then, let otherwise): posts(then + otherwise)
      case .forEach(_, _, let body), .call(_, _, let body): posts(body)
      default: []
      }
    }
  }
}
