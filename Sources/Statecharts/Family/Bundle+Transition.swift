public import CEL
public import CivilTime

extension Bundle {
  /// Starts a family. The root machine starts, and everything that this causes runs to completion (SCXML 1.0, Appendix
  /// D, procedure interpret up to the first wait for an external event).
  ///
  /// - Parameters:
  ///   - initialSnapshot: the snapshot that `initialSnapshot` made.
  ///   - input: its input is replaced by `start`.
  /// - Throws: as `transition`.
  public func initialTransition(_ initialSnapshot: FamilySnapshot, _ input: StepInput) throws(StepFailure)
    -> FamilyChange
  {
    var input = input
    input.input = .start
    return try transition(initialSnapshot, input)
  }

  /// Takes one transition of a family. It is a pure function of the bundle, the snapshot and the input. An event and
  /// everything that it causes inside the family run to completion (SCXML 1.0, Appendix D, one round of mainEventLoop
  /// for each machine concerned).
  ///
  /// - Returns: the next snapshot, the effects in the order in which they are to be written, the trace, and the
  ///   disposition of the event.
  /// - Throws: `StepFailure` if a guard or an action fails, an invariant is violated or a limit is exceeded. Nothing
  ///   has changed then.
  public func transition(_ family: FamilySnapshot, _ input: StepInput) throws(StepFailure) -> FamilyChange {
    var transition = FamilyTransition(self, family, input)
    return try transition.run(input.input)
  }

  /// Applies the start rules to a family that has not started. The first rule whose guard holds decides.
  ///
  /// - Parameter isClaimRefused: true if a claim of the start was refused. The rule's `onRefused` is the code then.
  /// - Returns: the code with which the start is refused; nil if the family may start.
  /// - Throws: `StepFailure` if a guard fails.
  public func refusal(of family: FamilySnapshot, now: Instant, isClaimRefused: Bool) throws(StepFailure) -> String? {
    let state = FamilyState(family, of: self, now: now)
    for rule in startRules {
      if let condition = rule.guard {
        let isOpen = try state.withScope(0) { (scope) throws(StepFailure) in
          try state.isTrue(condition, scope, 0)
        }
        guard isOpen else { continue }
      }
      if let code = rule.reject { return code }
      return isClaimRefused ? rule.onRefused ?? "claim_refused" : nil
    }
    return startRules.isEmpty && isClaimRefused ? "claim_refused" : nil
  }

  /// Returns true if the step is alive, was not stopped, and its precondition holds. The engine asks before each attempt.
  ///
  /// - Throws: `StepFailure` if the expression fails.
  public func preconditionHolds(for name: StepName, in family: FamilySnapshot, now: Instant) throws(StepFailure) -> Bool
  {
    guard let step = family.step(name) else { return false }
    if step.isHalted { return false }
    let definition = machines[name.machine].steps[step.definition]
    guard let precondition = definition.precondition else { return true }
    let state = FamilyState(family, of: self, now: now)
    return try state.withScope(name.machine) { (scope) throws(StepFailure) in
      scope.step = step
      return try state.isTrue(precondition, scope, definition.line)
    }
  }

  /// Returns the paths of the active atomic states of a machine, in document order.
  public func atomicStates(of machine: Int, in configuration: StateSet) -> [String] {
    // The plan is a reference. A machine's definition is a large value, and to pass it on copies it.
    plans[machine].atomicStates(in: configuration)
  }

  /// Returns the present value of each view field, by index.
  ///
  /// - Throws: `StepFailure` if an expression fails.
  public func view(of family: FamilySnapshot, now: Instant) throws(StepFailure) -> [Value] {
    var values: [Value] = viewFields.map { _ in .null }
    try evaluate(viewFields.indices.map { $0 }, of: family, now: now, into: &values)
    return values
  }

  /// Returns the present value of each view field, by index. Fields that read nothing in which the families differ keep
  /// the value that they had.
  ///
  /// - Parameters:
  ///   - earlier: an earlier state of the family.
  ///   - values: the values of the view fields in that state.
  /// - Throws: `StepFailure` if an expression fails.
  public func view(
    of family: FamilySnapshot, after earlier: FamilySnapshot, _ values: [Value], now: Instant
  ) throws(StepFailure) -> [Value] {
    var values = values
    let changed = viewFields.indices.filter { !viewReads[$0].areEqual(in: earlier, and: family) }
    try evaluate(changed, of: family, now: now, into: &values)
    return values
  }

  private func evaluate(
    _ fields: [Int], of family: FamilySnapshot, now: Instant, into values: inout [Value]
  ) throws(StepFailure) {
    if fields.isEmpty { return }
    let state = FamilyState(family, of: self, now: now)
    for field in fields {
      values[field] = try state.evaluating(machine: viewFields[field].owner, line: 0) { () throws(EvaluationError) in
        try state.viewValue(field)
      }
    }
  }

  /// Returns the family's business key, computed from its input.
  ///
  /// - Throws: `StepFailure` if the expression fails.
  public func key(of family: FamilySnapshot, now: Instant) throws(StepFailure) -> String {
    let state = FamilyState(family, of: self, now: now)
    return try state.withScope(0) { (scope) throws(StepFailure) in try state.text(key, scope, 0) }
  }

  /// Evaluates an expression over the raw body of an incoming event (`correlate`, an event's `data`). The expression
  /// sees the body, the time and the bundle's parameters, but no family.
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

  /// Returns the snapshot of a family that has not started. Its input is typed, its parameters are pinned and its books
  /// are empty.
  ///
  /// - Parameter params: by index of the bundle's parameters.
  /// - Throws: `StepFailure` if the expression for the currency fails.
  public func initialSnapshot(key: String, input: Value, params: [Value], now: Instant) throws(StepFailure)
    -> FamilySnapshot
  {
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
