internal import CEL
internal import Execution
internal import Statecharts
internal import YAMLTree

/// Reads the handlers of a step's or a machine's results. They belong to the state that started it or, for a spawned
/// step, to the machine itself.
struct OutcomeReader {
  let context: ReadingContext

  /// The type of `event.data` when a step or a machine has failed.
  static let failure: CELType = .object([.init(name: "code", type: .string), .init(name: "message", type: .string)])

  func read(_ node: Node, of step: StepDefinition, _ declaration: StepDeclaration, _ names: Names) {
    let reply: CELType = .object(declaration.returns)
    let outcomes: [(key: String, event: Int, data: CELType)] = [
      ("onAccepted", step.accepted, reply), ("onDone", step.done, reply), ("onError", step.error, Self.failure),
      ("onStopped", step.stopped, .null),
    ]
    for outcome in outcomes {
      let read = hear(outcome.key, outcome.event, outcome.data, of: node, source: step.owner ?? 0, names)
      if step.owner == nil, let read, read.candidates.contains(where: context.parts.hasTarget) {
        context.report.error(
          "spawn-with-target", at: read.handler,
          "a spawned step belongs to no state: its results have actions only",
          cure: "{actions: [{raise: event}]}, and the target where the event is handled")
      }
    }
  }

  /// Reads the handlers of a step that no executor offers, so that its replies have no type.
  func readUnknown(_ node: Node, owner: Int?, _ names: Names) {
    for key in ["onAccepted", "onDone", "onError", "onStopped"] {
      guard let handler = node[key] else { continue }
      _ = TransitionReader(context: context).read(handler, source: owner ?? 0, event: nil, names.hearing(.dyn))
    }
  }

  /// Reads one result. Its payload type is known even where no handler uses it.
  @discardableResult
  func hear(
    _ key: String, _ event: Int, _ data: CELType, of node: Node, source: Int, _ names: Names
  ) -> (handler: Node, candidates: [Int])? {
    context.parts.carry(data, on: event)
    guard let handler = node[key] else { return nil }
    let candidates = TransitionReader(context: context).read(
      handler, source: source, event: event, names.hearing(data))
    context.parts.hear(event, candidates, in: source)
    return (handler, candidates)
  }
}
