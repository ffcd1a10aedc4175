internal import CEL
internal import CivilTime
internal import Execution
internal import Statecharts
internal import Storage

extension Engine {
  /// A task with what its outcome concerns.
  struct Concern {
    var task: TaskRecord
    var attempt: AttemptRecord
    var family: LoadedFamily
    var name: StepName
    var isLate: Bool
  }

  /// The outcome of an attempt: recorded always, once; then the step goes on as its class allows (protocol §4).
  func conclude(_ attempt: AttemptName, _ outcome: StepOutcome) throws(StoreError) {
    guard var concern = try end(attempt, outcome.word, outcome.detail) else { return }
    let declaration = catalogue[concern.task.executor]
    switch checked(outcome, declaration) {
    case .done(let data): try finish(&concern, .done, .done(data), data)
    case .accepted(let data): try finish(&concern, .accepted, .accepted(data), data)
    case .failed(let error):
      try finish(&concern, .failed, .failed(code: error.code, message: error.message), error.value)
    case .retry(let error, let after):
      try retry(&concern, error, after: after)
    case .unknown(let error):
      try conclude(unknown: &concern, error, declaration)
    }
    try settleLeftovers()
  }

  /// What the provider says became of a step.
  func conclude(_ attempt: AttemptName, _ finding: Reconciliation) throws(StoreError) {
    guard var concern = try end(attempt, finding.word, finding.detail) else { return }
    let declaration = catalogue[concern.task.executor]
    switch finding {
    case .found(let data):
      let status: TaskRecord.Status
      if declaration?.settlesLate == true, data["status"]?.stringValue ?? "succeeded" != "succeeded" {
        status = .accepted
      } else {
        status = .done
      }
      try finish(&concern, status, status == .done ? .done(data) : .accepted(data), data)
    case .pending(let data):
      try finish(&concern, .accepted, .accepted(data), data)
    case .failed(let error):
      try finish(&concern, .failed, .failed(code: error.code, message: error.message), error.value)
    case .absent:
      try conclude(absent: &concern, declaration)
    case .undecided(let error):
      try wait(&concern, status: .unknown, error, after: nil)
    }
    try settleLeftovers()
  }

  /// Ends the attempt's record and frees its slot. nil: it had ended before, or its family cannot be loaded.
  private func end(_ name: AttemptName, _ word: String, _ detail: Value) throws(StoreError) -> Concern? {
    if let executor = outstanding.removeValue(forKey: name) { slots[executor]?.used -= 1 }
    let id = TaskID(rawValue: name.task)
    guard let record = try store.task(id),
      var attempt = try store.attempts(of: id).first(where: { $0.number == name.number }), attempt.endedAt == nil
    else { return nil }
    attempt.endedAt = stored(now)
    attempt.outcome = word
    attempt.detail = json(detail)
    try store.endAttempt(attempt)
    guard let family = try load(record.family), let step = stepName(record, family.bundle) else { return nil }
    let isLate = family.lateTasks[id] != nil
    journalAttempt(record, family, number: name.number, outcome: word, text: detail["code"]?.stringValue ?? "")
    return Concern(
      task: isLate ? record : family.tasks[step] ?? record, attempt: attempt, family: family, name: step, isLate: isLate
    )
  }

  /// A reply that does not have the catalogue's shape is worth nothing: for money nobody knows what happened, else it failed.
  private func checked(_ outcome: StepOutcome, _ declaration: StepDeclaration?) -> StepOutcome {
    guard let declaration else { return outcome }
    let data: Value
    switch outcome {
    case .done(let value), .accepted(let value): data = value
    default: return outcome
    }
    do {
      _ = try CELType.object(declaration.returns).decode(CELType.dyn.normalize(data))
      return outcome
    } catch {
      let error = StepError(code: "unreadable_reply", message: "the reply does not have the declared shape: \(error)")
      return declaration.stepClass == .money ? .unknown(error) : .failed(error)
    }
  }

  private func finish(
    _ concern: inout Concern, _ status: TaskRecord.Status, _ result: StepResult, _ data: Value
  ) throws(StoreError) {
    concern.task.status = status
    concern.task.nextAt = nil
    concern.task.result = json(data)
    let label = StepLabel(kind: "outcome", name: concern.task.step, actor: concern.task.executor)
    if concern.isLate {
      concern.family.lateTasks[concern.task.id] = nil
      try saveLate(concern)
    } else {
      // Out of flight before the machine hears it: its state may be left now.
      try save(concern.task, concern.name, concern.family)
    }
    _ = try step(concern.family, .outcome(concern.name, result), label)
  }

  private func saveLate(_ concern: Concern) throws(StoreError) {
    var task = concern.task
    task.updatedAt = stored(now)
    try store.updateTask(task)
    if !task.lane.isEmpty { freedLanes.append((concern.family.record.id, task.lane)) }
  }

  /// It surely did not happen: again later, within the budget.
  private func retry(_ concern: inout Concern, _ error: StepError, after: Duration?) throws(StoreError) {
    if concern.isLate {
      concern.task.status = .stopped
      concern.task.nextAt = nil
      concern.family.lateTasks[concern.task.id] = nil
      return try saveLate(concern)
    }
    try wait(&concern, status: .ready, error, after: after)
    if !concern.family.snapshot.deferred.isEmpty {
      // Nothing is out any more: events that waited to leave the state may do so.
      _ = try step(
        concern.family, .wake, StepLabel(kind: "wake", name: concern.task.step, actor: "engine"))
    }
  }

  private func wait(
    _ concern: inout Concern, status: TaskRecord.Status, _ error: StepError, after: Duration?
  ) throws(StoreError) {
    let notes = parse(concern.task.notes)
    let policy = RetryPolicy(
      first: duration(notes["first"]) ?? .seconds(5), factor: Int(notes["factor"]?.intValue ?? 2),
      cap: duration(notes["cap"]) ?? .seconds(3600))
    let seed = UInt64(bitPattern: concern.task.id.rawValue)
    let delay = max(policy.delay(afterAttempt: Int(concern.task.attempts), seed: seed), after ?? .zero)
    let next = now.adding(delay) ?? now
    if let deadline = concern.task.deadline, stored(next) > deadline { return try exhaust(&concern, error) }
    concern.task.status = status
    concern.task.nextAt = stored(next)
    concern.task.result = json(error.value)
    try save(concern)
  }

  /// The budget is used up. Money is parked: time alone decides nothing about it. Mail has lost its use. The rest has failed.
  private func exhaust(_ concern: inout Concern, _ error: StepError) throws(StoreError) {
    let stepClass = StepClass(rawValue: concern.task.stepClass) ?? .idempotent
    guard stepClass == .money else {
      return try finish(
        &concern, .failed, .failed(code: "retries_exhausted", message: error.description), error.value)
    }
    concern.task.status = .parked
    concern.task.nextAt = nil
    concern.task.result = json(error.value)
    try save(concern)
    try open(
      incident: "step-parked",
      title: "\(concern.task.executor) '\(concern.task.step)' has used up its time: \(error.code)",
      family: concern.family.record.id, reference: concern.family.record.key, task: concern.task.id, detail: error.value
    )
  }

  private func save(_ concern: Concern) throws(StoreError) {
    if concern.isLate { return try saveLate(concern) }
    try save(concern.task, concern.name, concern.family)
  }

  /// Nobody knows whether it happened; what may be done depends on the class.
  private func conclude(
    unknown concern: inout Concern, _ error: StepError, _ declaration: StepDeclaration?
  ) throws(StoreError) {
    let stepClass = StepClass(rawValue: concern.task.stepClass) ?? .idempotent
    switch stepClass {
    case .pure:
      try retry(&concern, error, after: nil)
    case .idempotent:
      // The provider recognises the key: the same again is harmless while it remembers.
      if let lifetime = declaration?.keyLifetime, age(of: concern.task) >= lifetime {
        try wait(&concern, status: .unknown, error, after: nil)
      } else {
        try retry(&concern, error, after: nil)
      }
    case .notify:
      switch declaration?.onUnknown ?? .resend {
      case .resend: try retry(&concern, error, after: nil)
      case .skip, .task:
        try finish(&concern, .failed, .failed(code: "unknown_outcome", message: error.description), error.value)
      }
    case .money:
      try wait(&concern, status: .unknown, error, after: nil)
    case .human:
      try finish(&concern, .failed, .failed(code: error.code, message: error.message), error.value)
    }
  }

  /// The provider does not know the step. It may be sent again once no copy of the lost attempt can still arrive.
  private func conclude(absent concern: inout Concern, _ declaration: StepDeclaration?) throws(StoreError) {
    let sends = try store.attempts(of: concern.task.id).filter { $0.kind == .send }
    let last = sends.last
    let quiet = (declaration?.timeout ?? .seconds(30)) + (declaration?.settle ?? .seconds(120))
    if let started = last.map({ instant($0.startedAt) }), let settled = started.adding(quiet), now < settled {
      let error = StepError(
        code: "absent_yet", message: "the provider does not know it; a copy may still be on its way")
      return try wait(&concern, status: .unknown, error, after: settled.duration(since: now))
    }
    if concern.isLate {
      concern.task.status = .stopped
      concern.task.nextAt = nil
      concern.family.lateTasks[concern.task.id] = nil
      return try saveLate(concern)
    }
    // A new generation only when the old key would not be recognised or would replay a server error.
    let code = last.map { parse($0.detail)["code"]?.stringValue ?? "" } ?? ""
    let isExpired = declaration?.keyLifetime.map { age(of: concern.task) >= $0 } ?? true
    if isExpired || code == "replayed_error" { concern.task.generation += 1 }
    concern.task.status = .ready
    concern.task.nextAt = stored(now)
    try save(concern.task, concern.name, concern.family)
    try attempt(concern.name, concern.family)
  }

  private func age(of task: TaskRecord) -> Duration { now.duration(since: instant(task.createdAt)) }

  func duration(_ value: Value?) -> Duration? {
    switch value {
    case .duration(let duration): return duration
    case .string(let text):
      do {
        return try CELType.duration.decode(.string(text)).durationValue
      } catch {
        return nil
      }
    default: return nil
    }
  }
}

extension StepError {
  var value: Value { .map(ValueMap([("code", .string(code)), ("message", .string(message))])) }
}

extension StepOutcome {
  /// As it stands in the attempts' table.
  var word: String {
    switch self {
    case .done: "done"
    case .accepted: "accepted"
    case .failed: "failed"
    case .retry(let error, _): error.code == "superseded" ? "superseded" : "retry"
    case .unknown: "unknown"
    }
  }

  var detail: Value {
    switch self {
    case .done(let data), .accepted(let data): data
    case .failed(let error), .retry(let error, _), .unknown(let error): error.value
    }
  }
}

extension Reconciliation {
  var word: String {
    switch self {
    case .found: "found"
    case .pending: "pending"
    case .failed: "failed"
    case .absent: "absent"
    case .undecided: "undecided"
    }
  }

  var detail: Value {
    switch self {
    case .found(let data), .pending(let data): data
    case .failed(let error): error.value
    case .absent: .map(ValueMap())
    case .undecided(let error): error.value
    }
  }
}
