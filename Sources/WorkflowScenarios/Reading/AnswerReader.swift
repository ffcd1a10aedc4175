internal import CEL
internal import Execution
internal import Statecharts
internal import WorkflowDefinitions
internal import YAMLTree

/// Reads the answers of steps, from `steps:` and from the move `step`.
struct AnswerReader {
  let context: ScenarioContext

  static let keys = ["done", "accepted", "failed", "retry", "unknown", "after"]
  /// Codes with which any executor may fail, besides its own.
  private static let commonCodes = ["rejected", "declined", "expired", "unauthorized", "retries_exhausted"]

  /// Reads `steps:` by step. The answers of a list are given in turn, and the last one is repeated.
  func read(_ node: Node?) -> [String: [Answer]] {
    var result: [String: [Answer]] = [:]
    for entry in node?.entries ?? [] {
      guard let declaration = context.declaration(entry.key) else { continue }
      let list = (entry.value.items ?? [entry.value]).compactMap { answer($0, declaration) }
      if entry.value.items?.isEmpty == true {
        context.report.error(
          "missing-value", at: entry.value, "no answer is given", cure: "silent, or take the step out")
      }
      if !list.isEmpty { result[declaration.name] = list }
    }
    return result
  }

  func answer(_ node: Node, _ declaration: StepDeclaration) -> Answer? {
    if node.text == "silent" { return Answer(kind: .silent, place: node) }
    if node["step"] == nil, node.entries != nil, !context.report.checkKeys(node, Self.keys, of: "an answer") {
      return nil
    }
    let returns: CELType = .object(declaration.returns)
    if let done = node["done"] {
      return context.expressions.data(done, context.names, expecting: returns).map {
        Answer(kind: .done($0), place: node)
      }
    }
    if let accepted = node["accepted"] {
      return context.expressions.data(accepted, context.names, expecting: returns).map {
        Answer(kind: .accepted($0), place: node)
      }
    }
    if let failed = node["failed"] {
      let code = failed.text ?? failed["code"]?.text ?? ""
      let known = declaration.errors + Self.commonCodes
      if !known.contains(code) {
        context.unknown("unknown-code", "error of \(declaration.name)", failed["code"] ?? failed, known)
      }
      return Answer(kind: .failed(code: code, message: failed["message"]?.text ?? code), place: node)
    }
    if let retry = node["retry"] {
      return Answer(
        kind: .retry(code: retry.text ?? "unavailable", after: node["after"].flatMap(context.duration)), place: node)
    }
    guard let unknown = node["unknown"] else {
      context.report.error(
        "bad-value", at: node, "an answer is done, accepted, failed, retry, unknown or silent",
        cure: "{done: {\(declaration.returns.map { "\($0.name): …" }.joined(separator: ", "))}}, {failed: code}, silent"
      )
      return nil
    }
    switch unknown.text {
    case "absent": return Answer(kind: .unknown(.absent), place: node)
    case "undecided": return Answer(kind: .unknown(.undecided), place: node)
    default: break
    }
    guard let found = unknown["found"] else {
      context.report.error(
        "bad-value", at: unknown, "unknown gives the provider's answer to a later look-up",
        cure: "{unknown: {found: {…}}}, {unknown: absent} or {unknown: undecided}")
      return nil
    }
    return context.expressions.data(found, context.names, expecting: returns).map {
      Answer(kind: .unknown(.found($0)), place: node)
    }
  }
}
