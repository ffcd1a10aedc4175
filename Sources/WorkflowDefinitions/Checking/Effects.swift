internal import CEL
internal import Statecharts

/// The effects of a list of actions, those inside `if`, `foreach` and named actions included.
struct Effects {
  /// Context fields.
  private(set) var assigned: Set<Int> = []
  private(set) var raised: Set<String> = []
  private(set) var emitted: Set<String> = []
  /// Events to one machine, by its index.
  private(set) var sent: [(machine: Int, event: String)] = []
  private(set) var posts: [PostDefinition] = []
  /// One word for each effect, so that two lists of actions can be compared.
  private(set) var marks: Set<String> = []

  init(of actions: [Action]) { add(actions) }

  private mutating func add(_ actions: [Action]) {
    for action in actions {
      switch action {
      case .assign(let fields):
        for field in fields {
          assigned.insert(field.field)
          marks.insert("assign \(field.field)")
        }
      case .raise(let event, _):
        raised.insert(event)
        marks.insert("raise \(event)")
      case .emit(let event, _):
        emitted.insert(event)
        marks.insert("emit \(event)")
      case .post(let post):
        posts.append(post)
        marks.insert("post \(post.to)")
      case .reverse: marks.insert("reverse")
      case .spawnStep(let step): marks.insert("spawn \(step)")
      case .spawnMachine(let name, _): marks.insert("spawn \(name)")
      case .stopMachine(let machine): marks.insert("stop \(machine)")
      case .send(let machine, let event, _):
        sent.append((machine, event))
        marks.insert("send \(event) \(machine)")
      case .stop: marks.insert("stop")
      case .conditional(_, let then, let otherwise): add(then + otherwise)
      case .forEach(_, _, let body): add(body)
      case .call(_, _, let body): add(body)
      case .erase: marks.insert("erase")
      case .publish(let event, _): marks.insert("publish \(event)")
      case .alarm, .note: break
      }
    }
  }
}

extension Chart {
  /// Every action of the machine.
  var allActions: [Action] {
    machine.states.flatMap { $0.entry + $0.exit } + machine.transitions.flatMap(\.actions)
  }
}
