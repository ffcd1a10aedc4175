internal import CEL
internal import Execution
internal import Statecharts
internal import Storage

/// Applies the answer of an attempt to a family's step, as the policy decides.
struct AnswerApplication {
  let context: TurnContext
  let family: LoadedFamily

  private var runner: StepRunner { StepRunner(context: context) }

  func apply(_ answer: AttemptAnswer, to id: TaskID, attempt: Int64) throws(StoreError) {
    // A run that was closed meanwhile, by an event or by hand, receives nothing more.
    guard let run = family.run(id) else { return }
    runner.journal(
      run, family, outcome: answer.word, text: answer.detail["code"]?.stringValue ?? "", attempt: attempt)
    let checked = answer.checked(by: context.catalogue.declaration(of: run.stepType))
    let decision: OutcomePolicy.Decision =
      switch checked {
      // An act that happened happened, whatever the facts; most answers are of this kind.
      case .outcome(.done(let data)): .done(data)
      case .outcome(let outcome): try runner.policy(for: run, of: family).decide(outcome)
      case .finding(let finding): try runner.policy(for: run, of: family).decide(finding)
      }
    if checked.data != nil { try ExecutorHealth(context: context).works(run) }
    if let error = checked.error, error.isOurs, decision != .drop, decision != .stopped {
      try ExecutorHealth(context: context).isBroken(run, of: family, error)
    }
    try apply(decision, to: run)
  }

  private func apply(_ decision: OutcomePolicy.Decision, to present: StepRun) throws(StoreError) {
    var run = present
    switch decision {
    case .done(let data): try settle(&run, .done, .done(data), data)
    case .failed(let error):
      try settle(&run, .failed, .failed(code: error.code, message: error.message), error.value)
    case .accepted(let data, let askAt):
      run.become(.accepted, nextAt: context.stored(askAt), result: JSON.encode(data))
      try runner.save(&run, family)
      try hear(run, .accepted(data))
    case .stillAccepted(let askAt):
      run.become(.accepted, nextAt: context.stored(askAt))
      try runner.save(&run, family)
    case .send(let at, let newKey, let why):
      if newKey { run.raiseGeneration() }
      run.become(.ready, nextAt: context.stored(at), result: JSON.encode(why.value))
      if why.isOurs { run.wait(until: context.stored(at), since: context.stored(context.now)) }
      try runner.save(&run, family)
      try release(after: run)
      if at <= context.now { try runner.attempt(run.name, family) }
    case .ask(let at, let why):
      run.become(.unknown, nextAt: context.stored(at), result: JSON.encode(why.value))
      if why.isOurs { run.wait(until: context.stored(at), since: context.stored(context.now)) }
      try runner.save(&run, family)
    case .park(let error):
      run.become(.parked, result: JSON.encode(error.value))
      try runner.save(&run, family)
      try context.incidents.open(
        "step-parked", title: "\(run.stepType) '\(run.step)' waits for a person: \(error)", family: family.id,
        reference: family.key, task: run.id, detail: error.value)
    case .stopped: try settle(&run, .stopped, .stopped, ["stopped": "its machine stopped it"])
    case .drop:
      run.become(.stopped)
      try runner.save(&run, family)
    }
  }

  /// Closes the run before its machine receives the result, so that the machine may leave the step's state.
  private func settle(
    _ run: inout StepRun, _ status: TaskRecord.Status, _ result: StepResult, _ data: Value
  ) throws(StoreError) {
    run.become(status, result: JSON.encode(data))
    try runner.save(&run, family)
    try hear(run, result)
  }

  private func hear(_ run: StepRun, _ result: StepResult) throws(StoreError) {
    try FamilyStepper(context: context).stepOrStop(
      family, .outcome(run.name, result), StepLabel(kind: .outcome, name: run.step, actor: run.stepType))
  }

  /// Lets the machine go on before the step is sent again. No attempt is out any more, so that deferred events and
  /// eventless transitions may leave the step's state.
  private func release(after run: StepRun) throws(StoreError) {
    if run.isLate { return }
    try FamilyStepper(context: context).stepOrStop(
      family, .wake, StepLabel(kind: .wake, name: run.step, actor: "engine"))
  }
}
