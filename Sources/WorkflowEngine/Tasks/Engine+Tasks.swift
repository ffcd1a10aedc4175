internal import CEL
internal import CivilTime
internal import Execution
internal import Statecharts
internal import Storage

extension Engine {
  /// A step was started: its task, and its first attempt in the same commit if the executor has a free slot.
  func startTask(_ start: StepStart, _ family: LoadedFamily) throws(StoreError) {
    let machine = family.bundle.machines[start.name.machine]
    let definition = machine.steps[start.definition]
    let stepClass = StepClass(rawValue: definition.stepClass) ?? .idempotent
    var notes = ValueMap([
      ("machine", .string(machine.name)), ("incarnation", .int(Int64(start.name.incarnation))),
      ("serial", .int(start.name.serial)),
    ])
    if let until = start.until { notes["until"] = .timestamp(until) }
    if let timeout = definition.timeout { notes["timeout"] = .duration(timeout) }
    let budget = definition.retry.budget ?? RetryPolicy.defaultBudget(of: stepClass)
    notes["first"] = .duration(definition.retry.first ?? RetryPolicy().first)
    notes["factor"] = .int(Int64(definition.retry.factor ?? RetryPolicy().factor))
    notes["cap"] = .duration(definition.retry.cap ?? RetryPolicy().cap)
    var task = TaskRecord(
      id: TaskID(rawValue: 0), family: family.record.id, instance: family.instances[start.name.machine]!.id,
      step: start.id, executor: definition.step, stepClass: definition.stepClass, key: start.key, generation: 1,
      lane: start.lane, status: stepClass == .human ? .open : .ready, attempts: 0,
      nextAt: stepClass == .human ? nil : stored(now), deadline: now.adding(budget).map(stored),
      request: json(start.input), notes: json(.map(notes)), result: [], createdAt: stored(now), updatedAt: stored(now))
    if start.supersede, !start.lane.isEmpty { try supersede(lane: start.lane, family) }
    if try isUnderWay(start.key, family) {
      // One key is one act: a second step with it is not sent while the first is open. The machine hears that it was stopped.
      task.status = .stopped
      task.nextAt = nil
      task.result = json(["stopped": "a step with the same key is under way"])
      task.id = try store.insertTask(task)
      twins.append((family.record.id, start.name, start.id))
      journalAttempt(task, family, number: 0, outcome: "stopped", text: "a step with the key \(start.key) is under way")
      return
    }
    task.id = try store.insertTask(task)
    family.tasks[start.name] = task
    if stepClass == .human {
      journalAttempt(task, family, number: 0, outcome: "open", text: parse(task.request)["title"]?.stringValue ?? "")
      return
    }
    try attempt(start.name, family)
  }

  private func isUnderWay(_ key: String, _ family: LoadedFamily) throws(StoreError) -> Bool {
    guard !key.isEmpty else { return false }
    return try store.tasks(of: family.record.id, closed: false).contains { $0.key == key }
  }

  /// Steps of a lane that were never attempted give way to a newer one.
  private func supersede(lane: String, _ family: LoadedFamily) throws(StoreError) {
    for (name, task) in family.tasks.sorted(by: { $0.key < $1.key }) where task.lane == lane && task.attempts == 0 {
      superseded.append((family.record.id, name))
    }
  }

  /// Takes an attempt if it may be taken now: wanted, in time, its lane free, a slot free. Otherwise it waits.
  func attempt(_ name: StepName, _ family: LoadedFamily) throws(StoreError) {
    guard var task = family.tasks[name], task.status == .ready, let executor = executorOf[task.executor] else {
      if let task = family.tasks[name], executorOf[task.executor] == nil { try missingExecutor(task, family) }
      return
    }
    // A stopped family sends nothing; the task is due when it runs again.
    guard family.record.status != .stopped else { return }
    if isLaneTaken(by: task, family) {
      task.nextAt = nil
      try save(task, name, family)
      return
    }
    guard let slot = slots[executor], slot.used < slot.limit, !isHeldBack(task) else {
      hasBlockedTasks = true
      return
    }
    let isWanted: Bool
    do {
      isWanted = try family.bundle.isWanted(name, in: family.snapshot, now: now)
    } catch {
      unwanted.append((family.record.id, name, "wanted fails: \(error.message)"))
      return
    }
    if let until = instant(parse(task.notes)["until"]), now > until {
      unwanted.append((family.record.id, name, "missed: of no use after \(until)"))
      return
    }
    if !isWanted {
      unwanted.append((family.record.id, name, "not wanted any more"))
      return
    }
    try send(&task, name, family, kind: .send)
  }

  /// What cannot be taken back waits for a clock that is trusted. It stays due.
  private func isHeldBack(_ task: TaskRecord) -> Bool {
    let stepClass = StepClass(rawValue: task.stepClass)
    return isHeld && (stepClass == .notify || stepClass == .money)
  }

  /// Commits an attempt and hands it to the driver.
  func send(
    _ task: inout TaskRecord, _ name: StepName, _ family: LoadedFamily, kind: AttemptRecord.Kind
  ) throws(StoreError) {
    guard let executor = executorOf[task.executor] else { return }
    task.attempts += 1
    task.nextAt = nil
    if kind == .send { task.status = .running }
    let key = "\(task.key)/g\(task.generation)"
    try store.insertAttempt(
      AttemptRecord(
        task: task.id, number: task.attempts, kind: kind, key: key, startedAt: stored(now), endedAt: nil, outcome: "",
        detail: []))
    try save(task, name, family)
    let attempt = AttemptName(task: task.id.rawValue, number: task.attempts)
    slots[executor, default: (1, 0)].used += 1
    outstanding[attempt] = executor
    let person = try store.person(of: family.record.id).map(parse) ?? .null
    let input = PersonalData.resolve(parse(task.request), person: person)
    turn.dispatches.append(
      Dispatch(
        kind: kind == .send ? .send : .reconcile, executor: executor,
        request: StepRequest(
          attempt: attempt, step: task.executor, key: key, input: typed(input, task.executor),
          reference: family.record.key, bundle: family.record.bundle, now: now, number: Int(task.attempts),
          timeout: duration(parse(task.notes)["timeout"]))))
    journalAttempt(task, family, number: task.attempts, outcome: kind == .send ? "sent" : "reconciling")
  }

  /// The request as the catalogue types it.
  private func typed(_ input: Value, _ step: String) -> ValueMap {
    guard let declaration = catalogue[step] else { return input.mapValue ?? ValueMap() }
    do {
      return try CELType.object(declaration.input).decode(input).mapValue ?? ValueMap()
    } catch {
      return input.mapValue ?? ValueMap()
    }
  }

  private func missingExecutor(_ task: TaskRecord, _ family: LoadedFamily) throws(StoreError) {
    guard let name = stepName(task, family.bundle) else { return }
    var parked = task
    parked.status = .parked
    parked.nextAt = nil
    try save(parked, name, family)
    try open(
      incident: "no-executor", title: "no executor offers the step '\(task.executor)'", family: family.record.id,
      reference: family.record.key, task: task.id)
  }

  /// True if an earlier step of the lane is not closed.
  private func isLaneTaken(by task: TaskRecord, _ family: LoadedFamily) -> Bool {
    !task.lane.isEmpty
      && family.tasks.values.contains { $0.lane == task.lane && $0.id < task.id && !$0.status.isClosed }
  }

  func save(_ task: TaskRecord, _ name: StepName, _ family: LoadedFamily) throws(StoreError) {
    var task = task
    task.updatedAt = stored(now)
    try store.updateTask(task)
    family.tasks[name] = task.status.isClosed ? nil : task
    if task.status.isClosed, !task.lane.isEmpty { freedLanes.append((family.record.id, task.lane)) }
  }

  /// The machine gave the step up. What is out settles as late; what was not sent never will be.
  func stopTask(_ name: StepName, _ family: LoadedFamily) throws(StoreError) {
    guard var task = family.tasks[name] else { return }
    if task.status == .running || task.status == .unknown {
      turn.cancellations.append(AttemptName(task: task.id.rawValue, number: task.attempts))
      if case .map(var notes) = parse(task.notes) {
        notes["late"] = .bool(true)
        task.notes = json(.map(notes))
      }
      try save(task, name, family)
      family.tasks[name] = nil
      family.lateTasks[task.id] = name
      return
    }
    task.status = .stopped
    task.nextAt = nil
    try save(task, name, family)
    journalAttempt(task, family, number: task.attempts, outcome: "stopped")
  }

  /// Closes a task whose step was settled otherwise than by its own attempt.
  func closeTask(_ name: StepName, _ family: LoadedFamily, _ status: TaskRecord.Status) throws(StoreError) {
    guard var task = family.tasks[name] else { return }
    task.status = status
    task.nextAt = nil
    try save(task, name, family)
  }

  /// Tasks whose time has come, steps that turned out unwanted, lanes that became free.
  func takeTasks() throws(StoreError) {
    try settleLeftovers()
    for task in try store.dueTasks(now: stored(now), limit: options.stepsPerTurn) {
      if isFull { break }
      guard let family = try load(task.family), let name = stepName(task, family.bundle) else { continue }
      if var late = try lateTask(task, family) {
        try reconcile(&late, name, family)
        continue
      }
      guard var current = family.tasks[name], current.nextAt != nil else { continue }
      switch current.status {
      case .ready: try attempt(name, family)
      case .unknown: try reconcile(&current, name, family)
      default: break
      }
      try settleLeftovers()
    }
  }

  private func lateTask(_ task: TaskRecord, _ family: LoadedFamily) throws(StoreError) -> TaskRecord? {
    family.lateTasks[task.id] == nil ? nil : task
  }

  /// Asks the provider what became of a step.
  private func reconcile(_ task: inout TaskRecord, _ name: StepName, _ family: LoadedFamily) throws(StoreError) {
    guard let executor = executorOf[task.executor], let slot = slots[executor], slot.used < slot.limit else {
      hasBlockedTasks = true
      return
    }
    let isLate = family.lateTasks[task.id] != nil
    try send(&task, name, family, kind: .reconcile)
    if isLate { family.tasks[name] = nil }
  }

  /// What a step of a family may not do in its own middle: telling the machine that a step was stopped, waking a lane.
  func settleLeftovers() throws(StoreError) {
    while !unwanted.isEmpty || !superseded.isEmpty || !freedLanes.isEmpty || !twins.isEmpty {
      if !twins.isEmpty {
        let (id, name, step) = twins.removeFirst()
        guard let family = try load(id) else { continue }
        _ = try self.step(family, .outcome(name, .stopped), StepLabel(kind: "outcome", name: step, actor: "engine"))
        continue
      }
      if !superseded.isEmpty {
        let (id, name) = superseded.removeFirst()
        unwanted.append((id, name, "superseded"))
      } else if !unwanted.isEmpty {
        let (id, name, why) = unwanted.removeFirst()
        guard let family = try load(id), let task = family.tasks[name], task.status == .ready else { continue }
        var stopped = task
        stopped.status = .stopped
        stopped.nextAt = nil
        stopped.result = json(.map(ValueMap([("stopped", .string(why))])))
        try save(stopped, name, family)
        journalAttempt(stopped, family, number: task.attempts, outcome: "stopped", text: why)
        _ = try step(family, .outcome(name, .stopped), StepLabel(kind: "outcome", name: task.step, actor: "engine"))
      } else {
        let (id, lane) = freedLanes.removeFirst()
        guard let family = try load(id) else { continue }
        let waiting = family.tasks.filter {
          $0.value.lane == lane && $0.value.status == .ready && $0.value.nextAt == nil
        }
        guard let next = waiting.min(by: { $0.value.id < $1.value.id }) else { continue }
        var task = next.value
        task.nextAt = stored(now)
        try save(task, next.key, family)
        try attempt(next.key, family)
      }
    }
  }

  func instant(_ value: Value?) -> Instant? {
    switch value {
    case .timestamp(let instant): return instant
    case .string(let text):
      do {
        return try Instant.parse(text)
      } catch {
        return nil
      }
    default: return nil
    }
  }
}
