internal import CEL
internal import CivilTime
internal import Execution
internal import Statecharts
internal import WorkflowDefinitions
internal import WorkflowEngine
internal import YAMLTree

/// Answers steps as the scenario says, and records the requests.
final class ScriptedSteps {
  /// A request that was sent. It is recorded once for each task and key, however often it is sent.
  struct Call {
    var step: String
    var request: ValueMap
    var key: String
  }

  let answers: [String: [Answer]]
  private var given: [String: Int] = [:]
  private var aftermath: [String: (Answer.Aftermath, Node)] = [:]
  private var keys: Set<String> = []
  /// The calls since the last check.
  var calls: [Call] = []
  private(set) var waiting: [Dispatch] = []
  /// Mistakes in the scenario: answers that are missing or cannot be evaluated.
  var problems: [Difference] = []
  let scope: (Dispatch) -> ScenarioScope

  init(answers: [String: [Answer]], scope: @escaping (Dispatch) -> ScenarioScope) {
    self.answers = answers
    self.scope = scope
  }

  func carryOut(_ dispatch: Dispatch, fallback: Node) -> TurnInput? {
    let request = dispatch.request
    guard case .send = dispatch.kind else { return .reconciled(request.attempt, reconciliation(dispatch)) }
    if keys.insert("\(request.attempt.task) \(request.key)").inserted {
      calls.append(Call(step: request.step, request: request.input, key: request.key))
    }
    let list = answers[request.step] ?? []
    guard !list.isEmpty else {
      problems.append(
        Difference(
          place: fallback, thing: "steps.\(request.step)", expected: "an answer under given.steps",
          actual: "none: '\(request.step)' is called and has no answer in the scenario"))
      return .outcome(request.attempt, .failed(StepError(code: "no_answer", message: "the scenario gives none")))
    }
    let turn = given[request.step, default: 0]
    given[request.step] = turn + 1
    return outcome(of: list[min(turn, list.count - 1)], dispatch)
  }

  /// Answers the oldest attempt of a step that waits; nil if none does.
  func answer(_ step: String, _ answer: Answer) -> TurnInput? {
    guard let index = waiting.firstIndex(where: { $0.request.step == step }) else { return nil }
    return outcome(of: answer, waiting.remove(at: index))
  }

  /// The process has ended, so no attempt is waiting any more.
  func forget() { waiting = [] }

  private func outcome(of answer: Answer, _ dispatch: Dispatch) -> TurnInput? {
    let attempt = dispatch.request.attempt
    switch answer.kind {
    case .silent:
      waiting.append(dispatch)
      return nil
    case .done(let data): return .outcome(attempt, .done(value(data, answer, dispatch)))
    case .accepted(let data): return .outcome(attempt, .accepted(value(data, answer, dispatch)))
    case .failed(let code, let message): return .outcome(attempt, .failed(StepError(code: code, message: message)))
    case .retry(let code, let after):
      return .outcome(attempt, .retry(StepError(code: code, message: "not now"), after: after))
    case .unknown(let later):
      aftermath[dispatch.request.step] = (later, answer.place)
      return .outcome(attempt, .unknown(StepError(code: "connection_lost", message: "the reply was lost")))
    }
  }

  private func reconciliation(_ dispatch: Dispatch) -> Reconciliation {
    let nothing = StepError(code: "undecided", message: "the provider cannot tell yet")
    guard let (later, place) = aftermath[dispatch.request.step] else { return .undecided(nothing) }
    switch later {
    case .absent: return .absent
    case .undecided: return .undecided(nothing)
    case .found(let data): return .found(value(data, Answer(kind: .silent, place: place), dispatch))
    }
  }

  private func value(_ data: DataExpression, _ answer: Answer, _ dispatch: Dispatch) -> Value {
    do {
      return try plain(data.evaluate(scope(dispatch)))
    } catch {
      problems.append(
        Difference(
          place: answer.place, thing: "steps.\(dispatch.request.step)", expected: "an answer", actual: "\(error)"))
      return .null
    }
  }
}

/// The value after a round trip through JSON, as a provider would send it.
func plain(_ value: Value) -> Value { (try? JSON.parse(JSON.encode(value))) ?? value }
