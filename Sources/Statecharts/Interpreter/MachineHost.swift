package import CivilTime

/// The surroundings of one machine: the interpreter decides which states are left and entered, and its host evaluates conditions,
/// executes content and keeps the machine's state. A family of workflows is one, a session of SCXML another.
package protocol MachineHost {
  /// An event as the host's machines hear it.
  associatedtype HeardEvent: Sendable

  /// The state of a machine that was started, by its index.
  subscript(machine index: Int) -> InstanceSnapshot { get set }
  var now: Instant { get }
  /// The most microsteps of one macrostep.
  var microstepLimit: Int { get }

  // MARK: Selection

  /// Transitions that name the event, by their source (Appendix D, nameMatch).
  func candidates(for event: HeardEvent, of plan: MachinePlan) -> HandlerTable
  /// Appendix D, conditionMatch. The interpreter asks only for transitions that have a condition.
  mutating func conditionMatch(_ transition: Int, in interpreter: inout Interpreter<Self>) throws(StepFailure) -> Bool
  /// True if transitions give way to their `onRefused`.
  var isRefused: Bool { get }
  /// States that may not be left at present.
  func heldStates(of plan: MachinePlan) -> StateSet
  /// A transition was chosen that rejects or defers the event.
  mutating func didConclude(_ transition: Int, of plan: MachinePlan)
  /// An internal event has to wait: a transition defers it, or would leave a held state.
  mutating func putOff(_ event: HeardEvent, of plan: MachinePlan)
  /// Nothing takes an internal event, or a transition rejects it.
  mutating func leaveUnhandled(_ event: HeardEvent, of plan: MachinePlan)

  // MARK: Content

  /// Appendix D, executeTransitionContent, for one transition.
  mutating func executeContent(of transition: Int, in interpreter: inout Interpreter<Self>) throws(StepFailure)
  /// True if leaving the states does nothing else.
  func exitsQuietly(_ states: StateSet, of plan: MachinePlan) -> Bool
  /// True if entering the states does nothing else.
  func entersQuietly(_ states: StateSet, of plan: MachinePlan) -> Bool
  /// The states are about to be entered, in document order.
  mutating func willEnter(_ states: StateSet, of plan: MachinePlan)
  /// Executes what belongs to the entry of a state that has just become active.
  mutating func didEnter(_ state: Int, by entry: EntrySet, in interpreter: inout Interpreter<Self>) throws(StepFailure)
  /// Executes what belongs to the exit of a state, and ends what it invoked; the state is still active.
  mutating func willExit(_ state: Int, in interpreter: inout Interpreter<Self>) throws(StepFailure)
  /// Raises `done.state` of a state. `final` is the child that was entered, nil for a parallel state above it.
  mutating func raiseDone(of state: Int, by final: Int?, in interpreter: inout Interpreter<Self>)
  /// Appendix D, invoke, for all that a state invokes.
  mutating func invoke(_ state: Int, in interpreter: inout Interpreter<Self>) throws(StepFailure)
  /// Appendix D, exitInterpreter: the machine has entered a final state at its top.
  mutating func exitInterpreter(_ interpreter: inout Interpreter<Self>) throws(StepFailure)
  /// A microstep was taken.
  mutating func didTake(
    _ transitions: [Int], exited: StateSet, entered: StateSet, in interpreter: inout Interpreter<Self>)
}
