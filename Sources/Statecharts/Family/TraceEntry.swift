/// One thing that happened in a transition, for the history and for systemd's journal. Machines, states and timers are
/// given by index; their names are looked up when the entry is written.
public enum TraceEntry: Sendable, Hashable {
  /// A machine took a microstep.
  case microstep(Microstep)
  /// A machine was started. `states` are those that it enters at first, ancestors included; its first microsteps
  /// follow.
  case started(machine: Int, states: StateSet)
  /// A machine ended by itself or was stopped.
  case ended(machine: Int)
  /// A machine sent an event to one machine or to all that declare it.
  case emitted(machine: Int, event: String)
  /// An event waits until the family has changed.
  case `deferred`(machine: Int, event: String)
  /// An event was dropped: the definition ignores it, it waited too long, or its machine has ended.
  case ignored(machine: Int, event: String)
  /// An event was refused with the code.
  case rejected(machine: Int, event: String, code: String)
  /// A timer was due too late by its `late` rule, so that the machine received the timer's missed event.
  case missed(machine: Int, timer: Int)
  /// A timer had no effect: no transition took its firing, or its instant was past when it was armed.
  case spent(machine: Int, timer: Int)
  /// A result arrived for a step that the machine had given up. `step` is `#` and the step's serial.
  case late(machine: Int, step: String)
  /// The machine stopped a step with an attempt in flight that has to be settled. `step` is the step's id.
  case halted(machine: Int, step: String)
  /// An action left a remark (`journal`).
  case note(machine: Int, text: String)
  /// An incident was opened that does not stop the family.
  case alarm(machine: Int, text: String)
}
