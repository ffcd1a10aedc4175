internal import CEL

/// The accounts of a family and its named postings. Money moves between accounts of one family only, and no credit
/// account goes below zero.
struct Ledger {
  let family: FamilyState

  /// Accounts by index, each with the amount that it gives, in minor units.
  typealias Shares = [(account: Int, amount: Int64)]

  func post(_ definition: PostDefinition, _ scope: Scope, line: Int) throws(StepFailure) {
    let amount = try definition.amount.map { (expression) throws(StepFailure) in
      try family.integer(expression, scope, line)
    }
    let shares = try self.shares(definition.from, amount: amount, scope, line: line)
    let to = try account(definition.to, machine: scope.machine, line: line)
    let id =
      try definition.id.map { (expression) throws(StepFailure) in try family.text(expression, scope, line) } ?? ""
    let parts = shares.map { Posting(from: $0.account, to: to, amount: $0.amount) }
    try book(parts, id: id, machine: scope.machine, line: line)
    try remember(parts, id: id, machine: scope.machine, line: line)
  }

  /// Undoes exactly the posting of that name. Its accounts must be able to give the money back.
  func reverse(_ id: String, machine: Int, line: Int) throws(StepFailure) {
    guard let position = family.snapshot.postings.firstIndex(where: { $0.id == id }) else {
      throw family.failure("no-such-posting", "there is no posting '\(id)' to reverse", machine: machine, line: line)
    }
    let posting = family.snapshot.postings.remove(at: position)
    let parts = posting.parts.map { Posting(from: $0.to, to: $0.from, amount: $0.amount) }
    try book(parts, id: "\(id)/reversed", machine: machine, line: line)
  }

  /// Keeps a named posting so that it can be reversed, also one that moves nothing. A name can be used once.
  func remember(_ parts: [Posting], id: String, machine: Int, line: Int) throws(StepFailure) {
    if id.isEmpty { return }
    if family.snapshot.postings.contains(where: { $0.id == id }) {
      throw family.failure("posting-exists", "there is a posting '\(id)' already", machine: machine, line: line)
    }
    family.snapshot.postings.append(NamedPosting(id: id, parts: parts))
    family.record.hasChanged = true
  }

  /// Moves money between accounts. No credit account goes below zero.
  func book(_ parts: [Posting], id: String, machine: Int, line: Int) throws(StepFailure) {
    for part in parts where part.amount > 0 {
      let (from, fromOverflow) = family.snapshot.balances[part.from].subtractingReportingOverflow(part.amount)
      let (to, toOverflow) = family.snapshot.balances[part.to].addingReportingOverflow(part.amount)
      if fromOverflow || toOverflow {
        throw family.failure("amount-overflow", "a balance would exceed 64 bits", machine: machine, line: line)
      }
      if from < 0 && family.bundle.accounts[part.from].kind == .credit {
        let name = family.bundle.accounts[part.from].name
        throw family.failure(
          "negative-account",
          "account '\(name)' holds \(family.snapshot.balances[part.from]) and was to give \(part.amount)",
          machine: machine, line: line)
      }
      family.snapshot.balances[part.from] = from
      family.snapshot.balances[part.to] = to
      family.record.effects.append(.post(id: id, part))
      family.record.hasChanged = true
    }
  }

  /// Returns the amount that each account gives.
  func shares(
    _ source: PostDefinition.Source, amount: Int64?, _ scope: Scope, line: Int
  ) throws(StepFailure) -> Shares {
    let machine = scope.machine
    switch source {
    case .split(let expression):
      guard case .map(let map) = try family.value(expression, scope, line) else {
        throw family.failure(
          "type-mismatch", "'from' is neither an account nor a map of accounts", machine: machine, line: line)
      }
      var result: Shares = []
      for entry in map.entries {
        let name = entry.key.stringValue ?? ""
        guard let given = entry.value.intValue, given >= 0 else {
          throw family.failure(
            "bad-amount", "the amount from '\(name)' is not a whole number ≥ 0", machine: machine, line: line)
        }
        if given > 0 { result.append((try account(name, machine: machine, line: line), given)) }
      }
      return result
    case .inTurn(let names):
      guard let amount, amount >= 0 else {
        throw family.failure("bad-amount", "the amount is \(amount ?? 0), not ≥ 0", machine: machine, line: line)
      }
      var rest = amount
      var result: Shares = []
      for (position, name) in names.enumerated() where rest > 0 {
        let index = try account(name, machine: machine, line: line)
        let isLast = position == names.count - 1
        let given = isLast ? rest : min(rest, max(0, family.snapshot.balances[index]))
        if given > 0 { result.append((index, given)) }
        rest -= given
      }
      return result
    }
  }

  func account(_ name: String, machine: Int, line: Int) throws(StepFailure) -> Int {
    guard let index = family.bundle.accounts.firstIndex(where: { $0.name == name }) else {
      throw family.failure("no-such-account", "there is no account '\(name)'", machine: machine, line: line)
    }
    return index
  }
}
