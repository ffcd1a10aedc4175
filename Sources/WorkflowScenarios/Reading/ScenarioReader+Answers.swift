internal import CEL
internal import Execution
internal import Statecharts
internal import WorkflowDefinitions
internal import YAMLTree

extension ScenarioReader {
  static let answerKeys = ["done", "accepted", "failed", "retry", "unknown", "after"]
  /// What any executor may say besides its own codes.
  static let commonCodes = ["rejected", "declined", "expired", "unauthorized", "retries_exhausted"]

  /// `steps:` by step; a list is given in turn, the last one again and again.
  func answers(_ node: Node?) -> [String: [Answer]] {
    var result: [String: [Answer]] = [:]
    for entry in node?.entries ?? [] {
      guard let declaration = declaration(entry.key) else { continue }
      let list = (entry.value.items ?? [entry.value]).compactMap { answer($0, declaration) }
      if entry.value.items?.isEmpty == true {
        report.error("missing-value", at: entry.value, "no answer is given", cure: "silent, or take the step out")
      }
      if !list.isEmpty { result[declaration.name] = list }
    }
    return result
  }

  func answer(_ node: Node, _ declaration: StepDeclaration) -> Answer? {
    if node.text == "silent" { return Answer(kind: .silent, place: node) }
    if node["step"] == nil, node.entries != nil, !report.checkKeys(node, Self.answerKeys, of: "an answer") {
      return nil
    }
    let returns: CELType = .object(declaration.returns)
    if let done = node["done"] {
      return expressions.data(done, names, expecting: returns).map { Answer(kind: .done($0), place: node) }
    }
    if let accepted = node["accepted"] {
      return expressions.data(accepted, names, expecting: returns).map { Answer(kind: .accepted($0), place: node) }
    }
    if let failed = node["failed"] {
      let code = failed.text ?? failed["code"]?.text ?? ""
      let known = declaration.errors + Self.commonCodes
      if !known.contains(code) {
        unknown("unknown-code", "error of \(declaration.name)", failed["code"] ?? failed, known)
      }
      return Answer(kind: .failed(code: code, message: failed["message"]?.text ?? code), place: node)
    }
    if let retry = node["retry"] {
      return Answer(
        kind: .retry(code: retry.text ?? "unavailable", after: node["after"].flatMap(duration)), place: node)
    }
    guard let unknown = node["unknown"] else {
      report.error(
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
      report.error(
        "bad-value", at: unknown, "unknown says what the provider answers when it is asked afterwards",
        cure: "{unknown: {found: {…}}}, {unknown: absent} or {unknown: undecided}")
      return nil
    }
    return expressions.data(found, names, expecting: returns).map { Answer(kind: .unknown(.found($0)), place: node) }
  }
}
