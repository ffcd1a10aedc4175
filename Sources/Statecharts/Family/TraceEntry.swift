/// What happened in a step, in order, for the history and for the systemd journal. Machines, states and timers by index: names are
/// looked up when it is written.
public enum TraceEntry: Sendable, Hashable {
  case microstep(Microstep)
  case started(machine: Int, states: StateSet)
  case ended(machine: Int)
  case emitted(machine: Int, event: String)
  case `deferred`(machine: Int, event: String)
  case ignored(machine: Int, event: String)
  case rejected(machine: Int, event: String, code: String)
  case missed(machine: Int, timer: Int)
  case spent(machine: Int, timer: Int)
  case late(machine: Int, step: String)
  case note(machine: Int, text: String)
  case alarm(machine: Int, text: String)
}
