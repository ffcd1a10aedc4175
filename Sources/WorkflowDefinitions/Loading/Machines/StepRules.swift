internal import Execution
internal import Statecharts
internal import YAMLTree

/// Checks that a step has the keys, accounts and results that its class requires.
struct StepRules {
  let report: Report

  func check(_ node: Node, of step: StepDefinition, _ declaration: StepDeclaration) {
    if declaration.stepClass == .money { money(node, step, declaration) }
    if step.owner != nil, node["onError"] == nil, ![.human, .money].contains(declaration.stepClass) {
      report.error(
        "step-without-error-path", at: node, "'\(declaration.name)' can fail and nothing handles it", cure: "onError: …"
      )
    }
  }

  private func money(_ node: Node, _ step: StepDefinition, _ declaration: StepDeclaration) {
    let name = declaration.name
    if node["moves"] == nil {
      report.error(
        "money-step-without-moves", at: node, "a step of class money says which accounts it moves money between",
        cure: "moves: {from: …, via: …, to: …, amount: …}, or moves: [] if it knowingly moves none")
    }
    if node["key"] == nil {
      report.error(
        "money-step-without-key", at: node, "a step of class money needs a key from its business identity",
        cure: "key: \"${family.key}/\(name.split(separator: ".").last ?? "")/${entries}\"")
    }
    for key in ["onDone", "onError"] where node[key] == nil {
      report.error("money-step-outcome", at: node, "a step of class money needs '\(key)'", cure: "\(key): …")
    }
    let mayStop = node["precondition"] != nil ? "precondition" : node["retry"]?["until"] != nil ? "until" : nil
    if step.owner != nil, let mayStop, node["onStopped"] == nil {
      report.error(
        "money-step-outcome", at: node, "a money step with '\(mayStop)' needs 'onStopped'", cure: "onStopped: …")
    }
    if !declaration.reconciles {
      report.error(
        "money-step-without-reconciler", at: node["step"] ?? node,
        "the executor of '\(name)' cannot look up an attempt whose answer was lost",
        cure: "a step whose executor can look it up, or class human: a person pays")
    }
    if declaration.settlesLate, node["completedBy"] == nil {
      report.error(
        "late-step-without-settlement", at: node["step"] ?? node,
        "'\(name)' is accepted first and settled later, and no event settles it here",
        cure: "completedBy: {event: {id: …, done: …, failed: …}}")
    }
  }
}
