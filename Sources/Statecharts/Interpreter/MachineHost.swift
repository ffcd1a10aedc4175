package import CivilTime

/// The surroundings of one machine. The interpreter decides which states are left and entered. The host evaluates
/// conditions, executes content and keeps the machine's state. A family of workflows is one host, a session of SCXML
/// another.
package protocol MachineHost {
  /// An event as the host's machines receive it.
  associatedtype HeardEvent: Sendable

  /// The state of a machine that was started, by the machine's index.
  subscript(machine index: Int) -> InstanceSnapshot { get set }
  /// The time of the macrostep.
  var now: Instant { get }
  /// The most microsteps of one macrostep.
  var microstepLimit: Int { get }
  /// True if a parallel state that is done counts as a region that is done in a parallel state around it. Appendix D
  /// raises no event beyond the parallel state whose region the final state belongs to.
  var completesOuterParallels: Bool { get }

  // MARK: Selection

  /// Returns the transitions that name the event, by their source (Appendix D, nameMatch).
  func candidates(for event: HeardEvent, of plan: MachinePlan) -> HandlerTable
  /// Appendix D, conditionMatch. The interpreter asks only for transitions that have a condition.
  mutating func conditionMatch(_ transition: Int, in interpreter: inout Interpreter<Self>) throws(StepFailure) -> Bool
  /// True if candidates give way to their `onRefused`, because a claim was refused.
  var isRefused: Bool { get }
  /// Returns the states that may not be left at present.
  func heldStates(of plan: MachinePlan) -> StateSet
  /// Tells the host that a chosen transition rejects or defers the event.
  mutating func didConclude(_ transition: Int, of plan: MachinePlan)
  /// Keeps an internal event, because a transition defers it or would leave a held state.
  mutating func putOff(_ event: HeardEvent, of plan: MachinePlan)
  /// Handles an internal event that no transition takes or that a transition rejects.
  mutating func leaveUnhandled(_ event: HeardEvent, of plan: MachinePlan)

  // MARK: Content

  /// Appendix D, executeTransitionContent, for one transition.
  mutating func executeContent(of transition: Int, in interpreter: inout Interpreter<Self>) throws(StepFailure)
  /// Returns true if leaving the states has no other effect.
  func exitsQuietly(_ states: StateSet, of plan: MachinePlan) -> Bool
  /// Returns true if entering the states has no other effect.
  func entersQuietly(_ states: StateSet, of plan: MachinePlan) -> Bool
  /// Tells the host that the states are about to be entered, in document order.
  mutating func willEnter(_ states: StateSet, of plan: MachinePlan)
  /// Executes the entry content of a state that has just become active.
  mutating func didEnter(_ state: Int, by entry: EntrySet, in interpreter: inout Interpreter<Self>) throws(StepFailure)
  /// Executes the exit content of a state and ends its invocations. The state is still active.
  mutating func willExit(_ state: Int, in interpreter: inout Interpreter<Self>) throws(StepFailure)
  /// Raises `done.state` of a state (SCXML 3.7). `final` is the child that was entered; nil for a parallel state.
  mutating func raiseDone(of state: Int, by final: Int?, in interpreter: inout Interpreter<Self>)
  /// Starts the invocations of a state (Appendix D, invoke).
  mutating func invoke(_ state: Int, in interpreter: inout Interpreter<Self>) throws(StepFailure)
  /// Ends the machine, which has entered a final state at its top (Appendix D, exitInterpreter).
  mutating func exitInterpreter(_ interpreter: inout Interpreter<Self>) throws(StepFailure)
  /// Tells the host that a microstep was taken.
  mutating func didTake(
    _ transitions: [Int], exited: StateSet, entered: StateSet, in interpreter: inout Interpreter<Self>)
}
