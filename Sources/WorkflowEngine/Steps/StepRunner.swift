internal import CEL
internal import CivilTime
internal import EngineMessages
internal import Execution
internal import Statecharts
internal import Storage

/// Starts, attempts, stops and closes the step runs of a family.
struct StepRunner {
  let context: TurnContext

  private var now: StoredInstant { context.stored(context.now) }

  // MARK: Start

  /// Starts a step: inserts its run, and makes the first attempt in the same commit if its executor has a free slot.
  func start(_ start: StepStart, _ family: LoadedFamily) throws(FamilyFault) {
    var run = try stored { () throws(StoreError) in try made(start, family) }
    if start.supersede, !start.lane.isEmpty { supersede(lane: start.lane, family) }
    let holder = try stored { () throws(StoreError) in
      run.key.isEmpty ? nil : try context.store.openTask(key: run.key)
    }
    if let holder, holder.family != family.id { throw .step(keyTaken(run, by: holder)) }
    try stored { () throws(StoreError) in
      if holder == nil { try open(&run, family) } else { try refuse(&run, family) }
    }
  }

  /// Writes a run once, with its first attempt if there is one.
  private func open(_ run: inout StepRun, _ family: LoadedFamily) throws(StoreError) {
    family.runs[run.name] = run
    guard run.stepClass == .human else {
      try attempt(run.name, family)
      if var waiting = family.runs[run.name], !waiting.isStored { try save(&waiting, family) }
      return
    }
    try save(&run, family)
    let asked = try AskedPerson(run, context)
    journal(run, family, outcome: "open", text: asked.calls.title)
    try asked.arm(asked.calls.first(at: context.now))
  }

  private func made(_ start: StepStart, _ family: LoadedFamily) throws(StoreError) -> StepRun {
    let definition = family.bundle.machines[start.name.machine].steps[start.definition]
    guard let stepClass = StepClass(rawValue: definition.stepClass), let instance = family.instances[start.name.machine]
    else { throw StoreError(.misuse, "step '\(start.id)': class '\(definition.stepClass)' or its machine is unknown") }
    let defaults = RetryPolicy()
    let isHuman = stepClass == .human
    let budget = definition.retry.budget ?? RetryPolicy.defaultBudget(of: stepClass)
    return try StepRun(
      TaskRecord(
        id: TaskID(rawValue: 0), family: family.id, instance: instance.id, step: start.id, stepType: definition.step,
        stepClass: definition.stepClass, key: start.key, generation: 1, lane: start.lane,
        machine: family.bundle.machines[start.name.machine].name,
        incarnation: Int64(start.name.incarnation), serial: start.name.serial, isLate: false,
        usefulUntil: start.until.map(context.stored), attemptTimeout: definition.timeout?.microseconds,
        retryFirst: (definition.retry.first ?? defaults.first).microseconds,
        retryFactor: Int64(definition.retry.factor ?? defaults.factor),
        retryCap: (definition.retry.cap ?? defaults.cap).microseconds, status: isHuman ? .open : .ready, attempts: 0,
        nextAt: isHuman ? nil : now, deadline: context.after(budget), request: JSON.encode(start.input), result: [],
        createdAt: now, updatedAt: now), bundle: family.bundle)
  }

  /// Closes a step whose key another open step of the family has. One key is one act, so it is not sent, and its
  /// machine receives `stopped`.
  private func refuse(_ run: inout StepRun, _ family: LoadedFamily) throws(StoreError) {
    run.become(.stopped, result: JSON.encode(["stopped": "a step with the same key is under way"]))
    run.assign(try context.store.insertTask(run.record))
    context.followUps.append(.tellStopped(family.id, run.name, step: run.step))
    journal(run, family, outcome: "stopped", text: "a step with the key \(run.key) is under way")
  }

  private func keyTaken(_ run: StepRun, by holder: TaskRecord) -> StepFailure {
    StepFailure(
      code: "step-key-taken",
      message:
        "step '\(run.step)' has the key '\(run.key)', under which step \(holder.id) of another family is under way; begin the key with the family's own",
      machine: run.record.machine, line: 0)
  }

  /// Withdraws the steps of a lane that were never attempted in favour of a newer one.
  private func supersede(lane: String, _ family: LoadedFamily) {
    for (name, run) in family.runs.sorted(by: { $0.key < $1.key }) where run.lane == lane && run.attempts == 0 {
      context.followUps.append(.withdraw(family.id, name, reason: "superseded"))
    }
  }

  // MARK: Attempts

  /// Attempts a run if its precondition holds, it is in time, its lane is free and a slot is free. Otherwise it waits.
  func attempt(_ name: StepName, _ family: LoadedFamily) throws(StoreError) {
    // A stopped family sends nothing; the run stays due until the family resumes.
    guard var run = family.runs[name], run.status == .ready, !family.isStopped else { return }
    guard let executor = context.catalogue.executor(of: run.stepType) else { return try park(&run, family) }
    if family.isLaneTaken(for: run) {
      run.become(.ready)
      return try save(&run, family)
    }
    guard context.slots.free(executor) > 0, !(context.clockUntrusted && run.stepClass.isIrrevocable) else {
      // The run stays due. Its executor's queue takes it when there is a free slot and a trusted clock.
      guard run.nextAt == nil else { return }
      run.become(.ready, nextAt: now)
      return try save(&run, family)
    }
    if let reason = reasonAgainst(run, family) {
      context.followUps.append(.withdraw(family.id, name, reason: reason))
      return
    }
    if run.attempts > 0, try policy(for: run, of: family).mustAskFirst {
      run.become(.unknown)
      return try send(&run, family, kind: .reconcile)
    }
    try send(&run, family, kind: .send)
  }

  /// Attempts a run whose lane has become free.
  func resume(_ waiting: StepRun, _ family: LoadedFamily) throws(StoreError) {
    var run = waiting
    run.become(.ready, nextAt: now)
    try save(&run, family)
    try attempt(run.name, family)
  }

  /// Asks the provider about the outcome of a run if a slot is free. Otherwise the run stays due.
  func ask(_ waiting: StepRun, _ family: LoadedFamily) throws(StoreError) {
    guard let executor = context.catalogue.executor(of: waiting.stepType), context.slots.free(executor) > 0 else {
      return
    }
    var run = waiting
    try send(&run, family, kind: .reconcile)
  }

  private func reasonAgainst(_ run: StepRun, _ family: LoadedFamily) -> String? {
    if let until = run.usefulUntil, now > until { return "missed: useless after \(context.instant(until))" }
    do throws(StepFailure) {
      return try family.bundle.preconditionHolds(for: run.name, in: family.snapshot, now: context.now)
        ? nil : "no longer wanted"
    } catch {
      return "precondition fails: \(error.message)"
    }
  }

  /// Records an attempt and adds it to the turn's dispatches.
  private func send(_ run: inout StepRun, _ family: LoadedFamily, kind: AttemptRecord.Kind) throws(StoreError) {
    guard let executor = context.catalogue.executor(of: run.stepType) else { return }
    let wasAccepted = run.status == .accepted
    run.countAttempt()
    if kind == .send { run.become(.running) } else if !wasAccepted { run.become(.unknown) }
    try save(&run, family)
    try context.store.insertAttempt(
      AttemptRecord(
        task: run.id, number: run.attempts, kind: kind, key: run.keyWithGeneration, startedAt: now, endedAt: nil,
        outcome: "", detail: []))
    let attempt = AttemptName(task: run.id.rawValue, number: run.attempts)
    context.slots.take(attempt, executor)
    context.output.dispatches.append(
      Dispatch(
        kind: kind == .send ? .send : .reconcile, executor: executor,
        request: StepRequest(
          attempt: attempt, step: run.stepType, key: run.keyWithGeneration, input: try input(of: run, family),
          reference: family.key, bundle: family.record.bundle, now: context.now,
          startedAt: context.instant(run.record.createdAt), number: Int(run.attempts),
          timeout: run.attemptTimeout)))
    journal(run, family, outcome: kind == .send ? "sent" : "reconciling")
  }

  /// The request as the catalogue types it, with personal data in place of references.
  private func input(of run: StepRun, _ family: LoadedFamily) throws(StoreError) -> ValueMap {
    let request = try context.parse(run.request, "tasks.request of \(run.id)")
    var person = Value.null
    if PersonalData.hasMarker(request), let data = try context.store.person(of: family.id) {
      person = try context.parse(data, "persons.data of \(family.id)")
    }
    let resolved = PersonalData.resolve(request, person: person)
    guard let declaration = context.catalogue.declaration(of: run.stepType) else { return ValueMap() }
    do throws(TypeMismatch) {
      return try CELType.object(declaration.input).decode(resolved).mapValue ?? ValueMap()
    } catch {
      // An erased field may be null where the catalogue does not allow null; the executor reports what it lacks.
      return resolved.mapValue ?? ValueMap()
    }
  }

  /// Reads the facts for the policy from the run and its attempts.
  func policy(for run: StepRun, of family: LoadedFamily) throws(StoreError) -> OutcomePolicy {
    let declaration = context.catalogue.declaration(of: run.stepType)
    let attempts = try context.store.attempts(of: run.id)
    let sends = attempts.filter { $0.kind == .send }
    var facts = OutcomePolicy.Facts(
      stepClass: run.stepClass, settlementDeadline: context.now, now: context.now)
    if let declaration {
      facts.onUnknown = declaration.onUnknown
      facts.reconciles = declaration.reconciles
      facts.keyLifetime = declaration.keyLifetime
      facts.quietPeriod = declaration.timeout + declaration.settle
      facts.lookup = declaration.lookup
    }
    facts.retry = run.retry
    facts.attempts = Int(run.attempts)
    facts.seed = UInt64(bitPattern: run.id.rawValue)
    facts.isLate = run.isLate
    facts.isHalted = family.hasHalted(run.name)
    facts.wasAccepted = run.status == .accepted
    facts.keySentAt = sends.first { $0.key == run.keyWithGeneration }.map { context.instant($0.startedAt) }
    facts.sentAt = sends.last.map { context.instant($0.startedAt) }
    if let last = attempts.last, last.kind == .reconcile { facts.askedAt = context.instant(last.startedAt) }
    if let last = sends.last, last.endedAt != nil, last.outcome == "unknown" {
      facts.isReplayed = try context.parse(last.detail, "attempts.detail")["code"] == "replayed_error"
    }
    facts.deadline = run.deadline.map(context.instant)
    let accepted = sends.last { $0.outcome == "accepted" }?.endedAt ?? run.record.createdAt
    facts.settlementDeadline = context.instant(accepted).adding(context.options.settlementBudget) ?? context.now
    return OutcomePolicy(facts: facts)
  }

  // MARK: End

  /// Handles a step that its machine gave up. A run that may have acted continues as a late one until its outcome is
  /// known; any other is closed and never sent.
  func stop(_ name: StepName, _ family: LoadedFamily) throws(StoreError) {
    guard var run = family.runs[name] else { return }
    if [.running, .unknown, .accepted, .parked].contains(run.status) {
      callOff(name, family)
      run.markLate()
      return try save(&run, family)
    }
    run.become(.stopped)
    try save(&run, family)
    journal(run, family, outcome: "stopped")
  }

  /// Tells the executor that the attempt is not wanted any more, in case that its first byte was not sent yet.
  func callOff(_ name: StepName, _ family: LoadedFamily) {
    guard let run = family.runs[name] else { return }
    context.output.cancellations.append(AttemptName(task: run.id.rawValue, number: run.attempts))
  }

  /// Closes a run whose step was settled by something other than its own attempt.
  func close(_ name: StepName, _ family: LoadedFamily, _ status: TaskRecord.Status) throws(StoreError) {
    guard var run = family.runs[name] else { return }
    run.become(status)
    try save(&run, family)
  }

  /// Closes a run that is not to be sent any more. Returns nil if it was not waiting to be sent.
  func withdraw(_ name: StepName, _ family: LoadedFamily, reason: String) throws(StoreError) -> StepRun? {
    guard var run = family.runs[name], run.status == .ready else { return nil }
    run.become(.stopped, result: JSON.encode(["stopped": .string(reason)]))
    try save(&run, family)
    journal(run, family, outcome: "stopped", text: reason)
    return run
  }

  private func park(_ run: inout StepRun, _ family: LoadedFamily) throws(StoreError) {
    run.become(.parked)
    try save(&run, family)
    try context.incidents.open(
      "no-executor", title: "no executor offers the step '\(run.stepType)'", family: family.id, reference: family.key,
      task: run.id)
  }

  /// Writes a run and files it among the family's runs or its late runs, or removes it once it is closed.
  func save(_ run: inout StepRun, _ family: LoadedFamily) throws(StoreError) {
    run.touch(now)
    if run.isStored {
      try context.store.updateTask(run.record)
    } else {
      run.assign(try context.store.insertTask(run.record))
    }
    let isClosed = run.status.isClosed
    if isClosed, run.stepClass == .human { try forgetCalls(of: run) }
    if run.isLate {
      family.runs[run.name] = nil
      family.lateRuns[run.id] = isClosed ? nil : run
    } else {
      family.runs[run.name] = isClosed ? nil : run
    }
    if isClosed, !run.lane.isEmpty { context.followUps.append(.freeLane(family.id, lane: run.lane)) }
  }

  /// Nobody is reminded of a task that is closed, and what was told of it is of no interest any more.
  private func forgetCalls(of run: StepRun) throws(StoreError) {
    try context.store.removeTimer(instance: run.record.instance, name: TaskCalls.timer(of: run.id))
    for incident in try context.store.openIncidents(about: run.id) {
      try context.incidents.close(incident, .resolved, by: "engine", reason: "the task is \(run.status.rawValue)")
    }
  }

  func journal(_ run: StepRun, _ family: LoadedFamily, outcome: String, text: String = "", attempt: Int64? = nil) {
    var record = JournalRecord(.attempt, at: context.now, reference: family.key)
    record.workflow = run.record.machine
    record.step = run.stepType == run.step ? run.step : "\(run.stepType) \(run.step)"
    record.attempt = attempt ?? run.attempts
    record.outcome = outcome
    record.text = text
    context.tell(record)
  }
}
