internal import CEL
internal import EngineMessages
internal import Execution
internal import Statecharts
internal import Storage

/// Answers a human task, settles a step by hand, or retries a step at once, as an operator asks.
struct SettleTask {
  let task: TaskID
  let command: OperatorCommand

  /// A task and its family, or the refusal.
  private enum Found {
    case run(StepRun, LoadedFamily)
    case refused(Reply)
  }

  private func find(_ context: TurnContext) throws(StoreError) -> Found {
    guard let record = try context.store.task(task) else {
      return .refused(.unknownTarget("there is no task \(task)"))
    }
    let loaded = try context.families.load(record.family)
    if case .unloadable(let family) = loaded {
      return .refused(stopped(family.key))
    }
    guard let family = loaded.family, let run = family.run(task) else {
      return .refused(
        .rejected(code: "task_not_open", message: "task \(task) is \(record.status.rawValue): it is closed"))
    }
    if family.isStopped { return .refused(stopped(family.key)) }
    return .run(run, family)
  }

  private func stopped(_ reference: String) -> Reply {
    .rejected(code: "family_stopped", message: "\(reference) is stopped: decide its incident first")
  }

  // MARK: Done and declined

  func done(_ data: Value, _ context: TurnContext) throws(StoreError) -> Reply {
    guard !PersonalData.hasMarker(data) else {
      return .rejected(code: "reserved_name", message: "'\(PersonalData.marker)' is a reserved name")
    }
    let (run, family): (StepRun, LoadedFamily)
    switch try find(context) {
    case .refused(let reply): return reply
    case .run(let found, let owner): (run, family) = (found, owner)
    }
    switch run.status {
    case .open: return try answer(run, family, data, context)
    case .parked, .unknown, .accepted: return try settleByHand(run, family, data, context)
    case .ready, .running:
      return .rejected(
        code: "task_not_open", message: "task \(task) is \(run.status.rawValue): an attempt is out or still to come")
    case .done, .failed, .stopped:
      return .rejected(code: "task_not_open", message: "task \(task) is \(run.status.rawValue)")
    }
  }

  private func answer(
    _ run: StepRun, _ family: LoadedFamily, _ data: Value, _ context: TurnContext
  ) throws(StoreError) -> Reply {
    guard case .map(let given) = data == .null ? .map(ValueMap()) : data else {
      return .rejected(code: "wrong_data", message: "the data of a task is an object, not a \(data.typeName)")
    }
    var fields = ValueMap()
    for entry in given.entries where entry.key.stringValue != "outcome" {
      fields[entry.key.stringValue ?? ""] = entry.value
    }
    let form = try context.parse(run.request, "tasks.request of \(task)")["form"]
    let limits = family.bundle.limits.input
    if let refusal = TaskForm(form, limits: limits).refusal(of: fields) {
      return .rejected(code: refusal.code, message: "task \(task): \(refusal.message)")
    }
    let outcome: Value
    do throws(TypeMismatch) {
      outcome = try CELType.string.decode(given["outcome"] ?? "done", limits: limits)
    } catch {
      return .rejected(code: "wrong_data", message: "task \(task): outcome: \(error)")
    }
    let result: Value = ["outcome": outcome, "data": .map(fields)]
    return try close(run, family, .done, .done(result), result, context)
  }

  /// Settles a step by hand. The data has to have the shape that the provider's answer would have.
  private func settleByHand(
    _ run: StepRun, _ family: LoadedFamily, _ data: Value, _ context: TurnContext
  ) throws(StoreError) -> Reply {
    let returns = context.catalogue.declaration(of: run.stepType)?.returns ?? []
    do throws(TypeMismatch) {
      _ = try CELType.object(returns).decode(data, limits: family.bundle.limits.input)
    } catch {
      let fields = returns.map { "\($0.name): \($0.type)" }.joined(separator: ", ")
      return .rejected(
        code: "wrong_data", message: "task \(task): give the provider's answer, {\(fields)}: \(error)")
    }
    return try close(run, family, .done, .done(data), data, context)
  }

  func decline(_ context: TurnContext) throws(StoreError) -> Reply {
    let (run, family): (StepRun, LoadedFamily)
    switch try find(context) {
    case .refused(let reply): return reply
    case .run(let found, let owner): (run, family) = (found, owner)
    }
    guard run.status == .open || run.status == .parked else {
      return .rejected(
        code: "task_not_open", message: "task \(task) is \(run.status.rawValue), neither open nor parked")
    }
    guard run.status == .open || run.stepClass != .money else {
      return .rejected(
        code: "money_unknown",
        message: "task \(task) may have moved money; find out at the provider, then use 'tasks retry' or 'tasks done'")
    }
    let error = StepError(code: "declined", message: command.reason)
    return try close(run, family, .failed, .failed(code: error.code, message: error.message), error.value, context)
  }

  /// Closes the task and steps its family. If the step fails, the task stays as it was.
  private func close(
    _ present: StepRun, _ family: LoadedFamily, _ status: TaskRecord.Status, _ result: StepResult, _ data: Value,
    _ context: TurnContext
  ) throws(StoreError) -> Reply {
    var failed: StepFailure?
    let label = StepLabel(kind: .act, name: present.step, actor: "\(command.actor): \(command.reason)")
    let closed = try context.attempt(family.id) { () throws(FamilyFault) in
      try stored { () throws(StoreError) in
        var run = present
        run.become(status, result: JSON.encode(data))
        try context.incidents.closeAll(about: task, .resolved, by: command)
        try StepRunner(context: context).save(&run, family)
        if case .failure(let fault) = try FamilyStepper(context: context).step(
          family, .outcome(run.name, result), label)
        {
          failed = fault.failure
          throw StoreError(.constraint, "\(fault.failure)")
        }
      }
    }
    switch closed {
    case .success: return .carriedOut(reference: family.key, result: status.rawValue)
    case .failure(let fault):
      let why = failed.map { "\($0)" } ?? "\(fault)"
      return .rejected(
        code: "step_failed", message: "task \(task) stays as it was: \(family.key) cannot go on with these data: \(why)"
      )
    }
  }

  // MARK: Retry

  /// Retries a waiting step at once. A step that may have acted, or that the provider accepted, is looked up first and
  /// never just sent.
  func retry(_ context: TurnContext) throws(StoreError) -> Reply {
    var run: StepRun
    let family: LoadedFamily
    switch try find(context) {
    case .refused(let reply): return reply
    case .run(let found, let owner): (run, family) = (found, owner)
    }
    let now = context.stored(context.now)
    if try SkipOutcome.hasParked(run, context) { return try offerAgain(run, family, context) }
    switch run.status {
    case .parked: run.become(run.mayHaveActed ? .unknown : .ready, nextAt: now)
    // A look-up that is out answers; a second one beside it could be answered after the step was sent again.
    case .unknown where isOut(run, context), .accepted where isOut(run, context): break
    case .ready, .unknown, .accepted: run.become(run.status, nextAt: now)
    case .running, .open, .done, .failed, .stopped:
      return .rejected(
        code: "task_not_waiting", message: "task \(task) is \(run.status.rawValue): there is nothing to try again")
    }
    run.extend(to: context.after(RetryPolicy.defaultBudget(of: run.stepClass)))
    try StepRunner(context: context).save(&run, family)
    try context.incidents.closeAll(about: task, .retried, by: command)
    return .carriedOut(reference: family.key, result: run.status.rawValue)
  }

  /// Offers the machine the answer again that an operator had left out. It is known, so that nobody is asked.
  private func offerAgain(
    _ parked: StepRun, _ family: LoadedFamily, _ context: TurnContext
  ) throws(StoreError) -> Reply {
    var run = parked
    run.become(.unknown)
    run.extend(to: context.after(RetryPolicy.defaultBudget(of: run.stepClass)))
    try StepRunner(context: context).save(&run, family)
    try context.incidents.closeAll(about: task, .retried, by: command)
    try ResumeFamily(context: context, family: family.id).settleAttempts()
    return .carriedOut(reference: family.key, result: try context.store.task(task)?.status.rawValue ?? "")
  }

  private func isOut(_ run: StepRun, _ context: TurnContext) -> Bool {
    context.slots.isOut(AttemptName(task: run.id.rawValue, number: run.attempts))
  }
}
