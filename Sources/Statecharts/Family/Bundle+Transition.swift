public import CEL
public import CivilTime

extension Bundle {
  /// The birth of a family: its root machine starts, and all that this causes runs to completion (SCXML 1.0, Appendix D, procedure
  /// interpret up to the first wait for an external event).
  ///
  /// - Parameter input: its stimulus is `start`.
  /// - Throws: as `transition`.
  public func initialTransition(_ newborn: FamilySnapshot, _ input: StepInput) throws(StepFailure) -> FamilyChange {
    var input = input
    input.stimulus = .start
    return try transition(newborn, input)
  }

  /// One step of a family: a pure function of the bundle, the snapshot and the input. An event and all that it causes inside the family
  /// run to completion (SCXML 1.0, Appendix D, one round of mainEventLoop for each machine concerned).
  ///
  /// - Returns: the next snapshot, the effects in the order in which they are to be written, the trace, and what the sender hears.
  /// - Throws: `StepFailure` if a guard or an action fails, an invariant is violated or a limit is exceeded; the snapshot is as before.
  public func transition(_ family: FamilySnapshot, _ input: StepInput) throws(StepFailure) -> FamilyChange {
    var transition = FamilyTransition(self, family, input)
    return try transition.run(input.stimulus)
  }

  /// The microsteps that `transition` takes for the same arguments, over all machines, in order (SCXML 1.0, Appendix D, procedure
  /// microstep): event, transitions, exit set, entry set and configuration of each. A birth enters its initial states before the first.
  ///
  /// - Throws: as `transition`.
  public func microsteps(_ family: FamilySnapshot, _ input: StepInput) throws(StepFailure) -> [Microstep] {
    try transition(family, input).trace.compactMap { if case .microstep(let step) = $0 { step } else { nil } }
  }

  /// Which way of birth is open for an input: nil, or the code of the refusal. Nothing is stored when it is refused.
  public func refusal(of family: FamilySnapshot, now: Instant, isClaimRefused: Bool) throws(StepFailure) -> String? {
    let state = FamilyState(family, of: self, now: now)
    for birth in births {
      if let condition = birth.guard {
        let isOpen = try state.withScope(0) { (scope) throws(StepFailure) in
          try state.isTrue(condition, scope, 0)
        }
        guard isOpen else { continue }
      }
      if let code = birth.reject { return code }
      return isClaimRefused ? birth.onRefused ?? "claim_refused" : nil
    }
    return births.isEmpty && isClaimRefused ? "claim_refused" : nil
  }

  /// True if the step is alive and its precondition (`wanted`) holds. Asked before each attempt.
  public func preconditionHolds(for name: StepName, in family: FamilySnapshot, now: Instant) throws(StepFailure) -> Bool
  {
    guard let instance = family.instances[name.machine], instance.incarnation == name.incarnation,
      let step = instance.steps.first(where: { $0.serial == name.serial })
    else { return false }
    let definition = machines[name.machine].steps[step.definition]
    guard let wanted = definition.wanted else { return true }
    let state = FamilyState(family, of: self, now: now)
    return try state.withScope(name.machine) { (scope) throws(StepFailure) in
      scope.step = step
      return try state.isTrue(wanted, scope, definition.line)
    }
  }

  /// The present value of each view field, by index.
  public func view(of family: FamilySnapshot, now: Instant) throws(StepFailure) -> [Value] {
    let state = FamilyState(family, of: self, now: now)
    var values: [Value] = []
    for field in viewFields.indices {
      values.append(
        try state.evaluating(machine: viewFields[field].owner, line: 0) { () throws(EvaluationError) in
          try state.viewValue(field)
        })
    }
    return values
  }

  /// The family's business key, from its input.
  public func key(of family: FamilySnapshot, now: Instant) throws(StepFailure) -> String {
    let state = FamilyState(family, of: self, now: now)
    return try state.withScope(0) { (scope) throws(StepFailure) in try state.text(key, scope, 0) }
  }

  /// An expression over the raw body of an incoming event (`correlate`, payloads).
  public func evaluate(_ expression: DataExpression, body: Value, now: Instant) throws(EvaluationError) -> Value {
    let family = FamilySnapshot(
      key: "", createdAt: now, input: .null, params: params.map(\.value), currency: "", accounts: accounts.count,
      machines: machines.count)
    let state = FamilyState(family, of: self, now: now)
    return try state.withScope(0) { (scope) throws(EvaluationError) in
      scope.body = body
      return try expression.evaluate(scope)
    }
  }

  /// A family before its start: input typed, parameters pinned, books empty.
  public func newborn(key: String, input: Value, params: [Value], now: Instant) throws(StepFailure) -> FamilySnapshot {
    var family = FamilySnapshot(
      key: key, createdAt: now, input: input, params: params, currency: "", accounts: accounts.count,
      machines: machines.count)
    let state = FamilyState(family, of: self, now: now)
    family.currency = try state.withScope(0) { (scope) throws(StepFailure) in
      try state.value(currency, scope, 0).stringValue ?? ""
    }
    return family
  }
}
