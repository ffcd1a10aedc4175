internal import CEL
internal import Statecharts
internal import YAMLTree

/// Reads movements of money: `post:` of an action, `moves:` of a step.
struct PostingReader {
  let context: ReadingContext
  private var report: Report { context.report }
  private var expressions: ExpressionReader { context.expressions }

  init(context: ReadingContext) { self.context = context }

  func post(_ node: Node, _ names: Names) -> PostDefinition? {
    report.checkKeys(node, Keys.post)
    guard let from = source(node["from"], at: node, names), let to = node["to"] else {
      report.error(
        "missing-key", at: node, "post needs 'from' and 'to'", cure: "{from: client, to: held, amount: \"${…}\"}")
      return nil
    }
    checkAccount(to)
    let amount = node["amount"].map { expressions.dataOrGap($0, names, expecting: .int) }
    if let place = node["amount"], let number = place.scalarValue?.intValue, number < 0 {
      report.error(
        "out-of-range", at: place, "an amount is not below zero", cure: "'from' and 'to' the other way round")
    }
    if let account = node["from"]?.text, account == to.text {
      report.error("bad-value", at: to, "'\(account)' cannot be paid out of itself", cure: "another account")
    }
    if case .split = from, let extra = node["amount"] {
      report.error(
        "bad-value", at: extra, "amounts stand beside their accounts already",
        cure: "take 'amount' away, or from: [a, b]")
    }
    if case .inTurn = from, amount == nil {
      report.error("missing-key", at: node, "post needs 'amount'", cure: "amount: \"${…}\"")
      return nil
    }
    return PostDefinition(
      id: node["id"].flatMap { expressions.data($0, names, expecting: .string) }, from: from, to: to.text ?? "",
      amount: amount)
  }

  func moves(_ node: Node, _ names: Names) -> StepDefinition.Moves? {
    if let items = node.items, items.isEmpty { return nil }
    report.checkKeys(node, Keys.moves)
    guard let from = source(node["from"], at: node, names), let via = node["via"], let to = node["to"] else {
      report.error(
        "missing-key", at: node, "moves needs 'from', 'via' and 'to'",
        cure: "{from: held, via: paying, to: paid, amount: \"${…}\"}")
      return nil
    }
    checkAccount(via)
    checkAccount(to)
    return StepDefinition.Moves(
      id: node["id"].map { expressions.dataOrGap($0, names, expecting: .string) }, from: from, via: via.text ?? "",
      to: to.text ?? "", amount: node["amount"].map { expressions.dataOrGap($0, names, expecting: .int) })
  }

  /// An account, a list of accounts to take from in turn, or a map of account to amount.
  private func source(_ node: Node?, at parent: Node, _ names: Names) -> PostDefinition.Source? {
    guard let node else {
      report.error(
        "missing-key", at: parent, "'from' is missing", cure: "from: \(context.bundle.accounts.first ?? "account")")
      return nil
    }
    if let items = node.items {
      for item in items { checkAccount(item) }
      return .inTurn(items.compactMap(\.text))
    }
    if let text = node.text, !text.contains("${") {
      checkAccount(node)
      return .inTurn([text])
    }
    for entry in node.entries ?? [] { checkAccount(entry.key) }
    return .split(expressions.dataOrGap(node, names, expecting: .map(.string, .int)))
  }

  private func checkAccount(_ node: Node) {
    let name = node.text ?? ""
    if context.bundle.accounts.contains(name) { return }
    report.error(
      "unknown-account", at: node, "there is no account '\(name)'",
      cure: NearestName.cure(name, among: context.bundle.accounts) ?? "declare it under ledger.accounts")
  }
}
