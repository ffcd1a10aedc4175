internal import CEL
internal import CivilTime

/// The claims of a family on resources that it shares with others. They follow the facts as timers do: the active
/// states of the root hold them, with their present values.
struct ClaimSet {
  let family: FamilyState

  /// Brings the claims in line with the facts, at the end of a transition.
  func refresh() throws(StepFailure) {
    let bundle = family.bundle
    guard !bundle.claims.isEmpty, let root = family.snapshot.instances[0] else { return }
    var wanted: [Int] = []
    let plan = bundle.plans[0]
    if !root.isDone {
      for state in root.configuration.intersection(plan.withHolds) {
        for claim in plan.states[state].holds where !wanted.contains(claim) { wanted.append(claim) }
      }
    }
    if wanted.isEmpty && family.snapshot.claims.isEmpty { return }
    wanted.sort()
    var held: [HeldClaim] = []
    for claim in wanted {
      held.append(try family.withScope(0) { (scope) throws(StepFailure) in try self.claim(claim, scope) })
    }
    // Kept claims stay as they were last held.
    for old in family.snapshot.claims where bundle.claims[old.claim].keep && !wanted.contains(old.claim) {
      held.append(old)
    }
    held.sort { $0.claim < $1.claim }
    if held != family.snapshot.claims { family.snapshot.claims = held }
  }

  private func claim(_ claim: Int, _ scope: Scope) throws(StepFailure) -> HeldClaim {
    let definition = family.bundle.claims[claim]
    let limit =
      try definition.limit.map { (expression) throws(StepFailure) in try family.integer(expression, scope, 0) } ?? 1
    let amount =
      try definition.amount.map { (expression) throws(StepFailure) in try family.integer(expression, scope, 0) } ?? 1
    guard (1...100).contains(amount) else {
      throw family.failure("bad-amount", "claim '\(definition.name)' takes \(amount), not 1 to 100", machine: 0)
    }
    let from = try bound(definition.from, of: definition, scope)
    let to = try bound(definition.to, of: definition, scope)
    if let from, let to, from.microsecondsRoundedUp >= to.microsecondsRoundedUp {
      throw family.failure(
        StepFailure.claimEmpty,
        "claim '\(definition.name)' takes no time: it ends at \(to), not a microsecond after its beginning at \(from)",
        machine: 0)
    }
    return HeldClaim(
      claim: claim, resource: try family.text(definition.resource, scope, 0), from: from, to: to, limit: limit,
      amount: amount, except: try except(definition, scope))
  }

  /// Evaluates the key of the family whose place the claim takes. An empty text names none, as null does.
  private func except(_ definition: Bundle.Claim, _ scope: Scope) throws(StepFailure) -> String? {
    guard let expression = definition.except else { return nil }
    let key: Value
    do {
      key = try expression.evaluate(scope)
    } catch {
      throw family.failure("expression-error", "\(error.code): \(error.message)", machine: 0)
    }
    guard !key.isNull else { return nil }
    guard let text = key.stringValue else {
      throw family.failure(
        "type-mismatch", "except of claim '\(definition.name)' is \(key.typeName), not a family's key", machine: 0)
    }
    return text.isEmpty ? nil : text
  }

  /// Evaluates one end of a claim. It is stored in microseconds, and has to lie in the years 1 to 9999 in that form as
  /// well.
  private func bound(
    _ expression: DataExpression?, of definition: Bundle.Claim, _ scope: Scope
  ) throws(StepFailure) -> Instant? {
    guard let expression else { return nil }
    let bound: Value
    do {
      bound = try expression.evaluate(scope)
    } catch  where error.code == "overflow" {
      throw beyondTime(definition)
    } catch {
      throw family.failure("expression-error", "\(error.code): \(error.message)", machine: 0)
    }
    guard case .timestamp(let instant) = bound else {
      throw family.failure("type-mismatch", "a claim's bound is not a timestamp", machine: 0)
    }
    guard Instant(microseconds: instant.microsecondsRoundedUp) != nil else { throw beyondTime(definition) }
    return instant
  }

  private func beyondTime(_ definition: Bundle.Claim) -> StepFailure {
    family.failure(StepFailure.claimEmpty, "claim '\(definition.name)' leaves the years 1 to 9999", machine: 0)
  }

  /// Returns the claims that the store has to release and to take, in this order.
  func effects() -> [Effect] {
    var effects: [Effect] = []
    let (before, after) = (family.before.claims, family.snapshot.claims)
    for old in before where !after.contains(where: { $0.claim == old.claim }) {
      effects.append(.release(claim: old.claim))
    }
    for new in after where !before.contains(new) { effects.append(.claim(new)) }
    return effects
  }
}
