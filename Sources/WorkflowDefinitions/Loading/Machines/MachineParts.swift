internal import CEL
internal import Statecharts
internal import YAMLTree

/// A machine under construction. Readers add its parts in the order of the file, and each part gets its index here.
final class MachineParts {
  private(set) var machine: Machine
  private(set) var places = MachinePlaces()
  private(set) var gaps = ReadingGaps()
  /// Transitions with a target, which is resolved once all states are known.
  private var openTargets: [(transition: Int, target: Node)] = []
  /// `initial:` and the defaults of history states, which are resolved in the same way.
  private var openInitials: [(state: Int, target: Node)] = []

  init(_ machine: Machine) { self.machine = machine }

  subscript(state index: Int) -> StateNode {
    get { machine.states[index] }
    set { machine.states[index] = newValue }
  }

  /// Interns an event's name.
  func event(_ name: String) -> Int { machine.event(name) }

  func declare(_ event: EventDeclaration) { machine.declarations[machine.event(event.name)] = event }

  func setStates(_ states: [StateNode]) { machine.states = states }

  func setOutput(_ fields: [OutputField]) { machine.output = fields }

  func setViewValues(_ values: [(field: Int, value: DataExpression?)]) { machine.viewValues = values }

  func add(_ transition: Transition, at place: Node) -> Int {
    machine.transitions.append(transition)
    let index = machine.transitions.count - 1
    places.transitions[index] = place
    return index
  }

  /// Sets the alternative that replaces the transition when its claim is refused.
  func replace(_ transition: Int, whenRefused other: Int?) { machine.transitions[transition].onRefused = other }

  func add(_ step: StepDefinition, at place: Node) -> Int {
    machine.steps.append(step)
    places.steps[machine.steps.count - 1] = place
    return machine.steps.count - 1
  }

  func add(_ timer: TimerDefinition) {
    machine.timers.append(timer)
    machine.states[timer.state].timers.append(machine.timers.count - 1)
  }

  func add(_ invocation: MachineInvocation) {
    machine.invocations.append(invocation)
    machine.states[invocation.owner].machines.append(machine.invocations.count - 1)
  }

  func add(_ signal: MachinePlaces.Signal) { places.signals.append(signal) }

  /// Adds candidates of a state for an event, behind those that it already has.
  func hear(_ event: Int, _ candidates: [Int], in state: Int) {
    machine.states[state].handlers[event, default: []] += candidates
  }

  /// Records the payload type of an event that the machine itself produces.
  func carry(_ payload: CELType, on event: Int) { machine.results[event] = payload }

  func loseEffects() { gaps.losesEffects = true }

  func loseGuard(of transition: Int) { gaps.guards.insert(transition) }

  // MARK: targets

  func lead(_ transition: Int, to target: Node) { openTargets.append((transition, target)) }

  func lead(initialOf state: Int, to target: Node) { openInitials.append((state, target)) }

  func hasTarget(_ transition: Int) -> Bool { openTargets.contains { $0.transition == transition } }

  /// Fills in all targets once the states are complete.
  func resolveTargets(_ targets: TargetReader) {
    for open in openTargets {
      if let state = targets.state(open.target, in: machine) {
        machine.transitions[open.transition].targets = [state]
      } else {
        gaps.targets.insert(open.transition)
      }
    }
    for open in openInitials {
      if let state = targets.initial(open.target, of: open.state, in: machine) {
        machine.states[open.state].initial = [state]
      } else {
        gaps.hasUnreadInitial = true
      }
    }
    targets.setDefaults(&machine)
  }

  // MARK: -

  /// Reads something for its findings only and keeps nothing of it in the machine.
  func discarding(_ read: () -> Void) {
    let (machine, places, openTargets, guards) = (machine, places, openTargets, gaps.guards)
    read()
    (self.machine, self.places, self.openTargets, gaps.guards) = (machine, places, openTargets, guards)
  }
}
