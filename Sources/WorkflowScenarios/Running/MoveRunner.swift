internal import CEL
internal import CivilTime
import EngineMessages
internal import Statecharts
internal import Storage
internal import WorkflowDefinitions
internal import WorkflowEngine

/// Performs moves on the world of a run.
final class MoveRunner {
  private let context: RunContext
  /// Numbers the inputs.
  private var serial = 0
  /// The answer to the last start, if it was refused: what leads to the beginning is not checked, but without a family there is no story.
  private(set) var refusal: EngineError?

  init(_ context: RunContext) { self.context = context }

  func perform(_ move: Move) throws {
    switch move.kind {
    case .start, .event, .webhook:
      for make in try inputs(move) { context.replies.append(try context.world.send(make)) }
      if case .start = move.kind, case .rejected(let code, let message)? = context.replies.last {
        refusal = EngineError(code: code, message: "nothing was started: \(message)")
      }
    case .after(let duration):
      try context.world.advance(to: context.world.now.adding(duration) ?? context.world.now)
    case .until(let moment):
      let due = try context.instant(moment, of: context.key(move.of))
      guard due >= context.world.now else {
        throw EngineError(code: "past", message: "\(due) is past: it is \(context.world.now) already")
      }
      try context.world.advance(to: due)
    case .down(let duration, let meanwhile): try sleep(duration, meanwhile)
    case .answer(let step, let answer):
      guard let outcome = context.steps.answer(step, answer) else {
        if move.isOptional { return }
        throw EngineError(code: "nothing-waits", message: "no attempt of \(step) waits for an answer")
      }
      try context.world.deliver([outcome])
    case .task(let id, _) where try move.isOptional && !isOpen(id, of: context.key(move.of)): break
    case .decline(let id) where try move.isOptional && !isOpen(id, of: context.key(move.of)): break
    case .task(let id, let done):
      let task = try openTask(id, of: context.key(move.of))
      let data = plain(try context.value(done))
      try act(.taskDone(task, data: data), move)
    case .decline(let id): try act(.taskDecline(openTask(id, of: context.key(move.of))), move)
    case .retry(let id): try act(.taskRetry(waitingTask(id, of: context.key(move.of))), move)
    case .incident(let verb):
      guard let incident = try context.reader().incidents(status: .open, family: nil, limit: 1).first else {
        throw EngineError(code: "no-incident", message: "no incident is open")
      }
      switch verb {
      case .retry: try act(.incidentRetry(incident.id), move)
      case .skip: try act(.incidentSkip(incident.id), move)
      case .discard: try act(.incidentDiscard(incident.id), move)
      }
    case .act(let name, let with):
      guard let found = context.scenario.acts[name] else { return }
      try context.within(found, with) { for move in found.moves { try perform(move) } }
    }
  }

  /// The process ends, time passes, events arrive at its door; then it starts and takes them first.
  private func sleep(_ duration: Duration, _ meanwhile: [Move]) throws {
    context.world.sleep(duration)
    var waiting: [(ReplyToken) -> TurnInput] = []
    for move in meanwhile { waiting += try collected(move) }
    if waiting.isEmpty {
      try context.world.restart()
      try context.world.settle()
    } else {
      context.replies += try context.world.send(together: waiting)
    }
  }

  /// The inputs of a move, of an act all of them.
  private func collected(_ move: Move) throws -> [(ReplyToken) -> TurnInput] {
    guard case .act(let name, let with) = move.kind, let found = context.scenario.acts[name] else {
      return try inputs(move)
    }
    var result: [(ReplyToken) -> TurnInput] = []
    try context.within(found, with) { for move in found.moves { result += try collected(move) } }
    return result
  }

  private func inputs(_ move: Move) throws -> [(ReplyToken) -> TurnInput] {
    var result: [(ReplyToken) -> TurnInput] = []
    for _ in 0..<move.times { result.append(try input(move)) }
    return result
  }

  private func input(_ move: Move) throws -> (ReplyToken) -> TurnInput {
    serial += 1
    let key = try move.key.map { Interpolation.display(try context.value($0)) } ?? "scenario-\(serial)"
    switch move.kind {
    case .start(let more):
      let given = try more.evaluate(context.scope())
      let input = (given.mapValue?.isEmpty ?? true) ? context.input : plain(given)
      if context.reference.isEmpty { context.reference = try businessKey(input) }
      let start = StartRequest(
        source: "api", key: key, workflow: context.bundle.root.name, input: input, content: JSON.encode(input),
        actor: "site")
      return { .start(start, $0) }
    case .event(let name, let role, let data):
      let target = try context.key(move.of)
      let body = plain(try context.value(data))
      let event = InboundEvent(
        source: "api", key: key, name: name, role: role, reference: target, body: body, content: JSON.encode(body),
        signedAt: nil, actor: role)
      return { .event(event, $0) }
    case .webhook(let source, let type, let data):
      let body = plain(try context.value(data))
      let event = InboundEvent(
        source: source, key: key, name: type, role: "provider", reference: nil, body: body,
        content: JSON.encode(body), signedAt: nil, actor: source)
      return { .event(event, $0) }
    default:
      throw EngineError(code: "not-an-input", message: "only start, event and webhook come while the daemon is away")
    }
  }

  /// The business key that the family will have.
  private func businessKey(_ input: Value) throws -> String {
    let typed = try? context.bundle.inputType.decode(input)
    let family = try context.bundle.initialSnapshot(
      key: "", input: typed ?? input, params: context.bundle.params.map(\.value), now: context.world.now)
    return try context.bundle.key(of: family, now: context.world.now)
  }

  private func act(_ action: OperatorCommand.Action, _ move: Move) throws {
    serial += 1
    let act = OperatorCommand(action: action, key: "scenario-\(serial)", actor: "uid 0", reason: "scenario")
    context.replies.append(try context.world.send { .command(act, $0) })
  }

  private func tasks(of key: String) throws -> [TaskRecord] {
    let reader = try context.reader()
    guard let family = try reader.family(key: key) else { return [] }
    return try reader.tasks(of: family.id, closed: false)
  }

  private func open(of key: String) throws -> [TaskRecord] {
    try tasks(of: key).filter { $0.status == .open || $0.status == .parked }
  }

  private func isOpen(_ id: String, of key: String) throws -> Bool { try open(of: key).contains { $0.step == id } }

  private func openTask(_ id: String, of key: String) throws -> TaskID {
    let open = try open(of: key)
    guard let task = open.first(where: { $0.step == id }) else {
      let known = open.map(\.step).joined(separator: ", ")
      throw EngineError(code: "no-task", message: "no task '\(id)' is open; open: \(known.isEmpty ? "none" : known)")
    }
    return task.id
  }

  private func waitingTask(_ id: String, of key: String) throws -> TaskID {
    guard let task = try tasks(of: key).first(where: { $0.step == id || $0.stepType == id }) else {
      throw EngineError(code: "no-task", message: "no step '\(id)' is under way")
    }
    return task.id
  }
}
