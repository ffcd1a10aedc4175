public import CEL

/// One line of what happened in a step, for the history and for the systemd journal.
public enum TraceEntry: Sendable, Hashable {
  case transition(machine: String, event: String, from: [String], to: [String], line: Int)
  case started(machine: String, states: [String])
  case ended(machine: String)
  case emitted(machine: String, event: String)
  case `deferred`(machine: String, event: String)
  case ignored(machine: String, event: String)
  case rejected(machine: String, event: String, code: String)
  case missed(machine: String, timer: String)
  case spent(machine: String, timer: String)
  case late(machine: String, step: String)
  case note(machine: String, text: String)
  case alarm(machine: String, text: String)

  /// As it stands in the history's JSON.
  public var value: Value {
    func names(_ list: [String]) -> Value { .list(list.map { .string($0) }) }
    func entry(_ kind: String, _ pairs: [(String, Value)]) -> Value {
      .map(ValueMap([("kind", .string(kind))] + pairs))
    }
    switch self {
    case .transition(let machine, let event, let from, let to, let line):
      return entry(
        "transition",
        [
          ("machine", .string(machine)), ("event", .string(event)), ("from", names(from)), ("to", names(to)),
          ("line", .int(Int64(line))),
        ])
    case .started(let machine, let states):
      return entry("started", [("machine", .string(machine)), ("to", names(states))])
    case .ended(let machine):
      return entry("ended", [("machine", .string(machine))])
    case .emitted(let machine, let event):
      return entry("emitted", [("machine", .string(machine)), ("event", .string(event))])
    case .deferred(let machine, let event):
      return entry("deferred", [("machine", .string(machine)), ("event", .string(event))])
    case .ignored(let machine, let event):
      return entry("ignored", [("machine", .string(machine)), ("event", .string(event))])
    case .rejected(let machine, let event, let code):
      return entry(
        "rejected", [("machine", .string(machine)), ("event", .string(event)), ("code", .string(code))])
    case .missed(let machine, let timer):
      return entry("missed", [("machine", .string(machine)), ("timer", .string(timer))])
    case .spent(let machine, let timer):
      return entry("spent", [("machine", .string(machine)), ("timer", .string(timer))])
    case .late(let machine, let step):
      return entry("late", [("machine", .string(machine)), ("step", .string(step))])
    case .note(let machine, let text):
      return entry("note", [("machine", .string(machine)), ("text", .string(text))])
    case .alarm(let machine, let text):
      return entry("alarm", [("machine", .string(machine)), ("text", .string(text))])
    }
  }
}
