internal import CEL
internal import CivilTime
internal import EngineMessages
internal import Execution
internal import Statecharts
internal import Storage
internal import WorkflowEngine
internal import WorkflowTesting

/// Holds the store and what the counterparts saw against everything that is promised, while nothing is under way.
struct SimulationJudge {
  let run: SimulationRun
  /// Replays the histories, which takes as long as the run itself.
  var replays = true

  func findings() throws -> [String] {
    let reader = try run.reader()
    let families = try reader.families(FamilyFilter(limit: 1_000))
    var found: [String] = []
    for family in families {
      if replays { found += try verify(family).map { "\(family.key): \($0)" } }
      found += try stranded(family, reader).map { "\(family.key): \($0)" }
      found += try times(family, reader).map { "\(family.key): \($0)" }
    }
    let store = StoreVerifier(
      reader: reader, digest: ShippedWorkflows.digest, capability: Simulation.capability, bundleHash: { $0.hash })
    found += try store.verify().map(\.description)
    found += try overdue(reader)
    found += try unblamed(families, reader)
    found += try overlapping(families, reader)
    found += try failed(families, reader)
    found += try MoneyJudge(run: run, reader: reader).findings(families)
    found += try PlaceJudge(run: run, reader: reader).findings(families)
    found += try EventJudge(run: run, reader: reader).findings(families)
    found += try RecordJudge(run: run, reader: reader).findings()
    return found
  }

  /// Replays the history, and compares every row of the family with what it gives.
  func verify(_ family: FamilyRecord) throws -> [String] {
    guard let bundle = run.daemon.bundle(family.bundle) else { return ["it is pinned to unknown definitions"] }
    let verifier = FamilyVerifier(
      reader: try run.reader(), bundle: bundle, digest: ShippedWorkflows.digest, capability: Simulation.capability)
    return try verifier.verify(family).map(\.description)
  }

  /// A live family waits for something: a timer, a step, a person, or a decision about an incident.
  private func stranded(_ family: FamilyRecord, _ reader: any StoreReader) throws -> [String] {
    let incidents = try reader.incidents(status: .open, family: family.id, limit: 100)
    if family.status == .stopped { return incidents.isEmpty ? ["it is stopped, and no incident says why"] : [] }
    var found: [String] = []
    for task in try reader.tasks(of: family.id, closed: false) {
      switch task.status {
      case .running: found.append("step \(task.step) has an attempt out, and nobody will answer")
      case .parked where !incidents.contains(where: { $0.task == task.id }):
        found.append("step \(task.step) is parked, and no incident says so")
      case .unknown, .accepted:
        if task.nextAt == nil { found.append("step \(task.step) is \(task.status.rawValue), and nobody will ask") }
      default: break
      }
    }
    guard family.status == .running, run.plan.definitions.isShipped, incidents.isEmpty else { return found }
    let isWaiting = try !reader.timers(of: family.id).isEmpty || !reader.tasks(of: family.id, closed: false).isEmpty
    if !isWaiting, try !wasLeftWaiting(family, reader) { found.append("it is stranded: it waits for nothing") }
    return found
  }

  /// True if an operator left a timer out, and was told by an alarm if nothing else moves its state on.
  private func wasLeftWaiting(_ family: FamilyRecord, _ reader: any StoreReader) throws -> Bool {
    try reader.incidents(status: .skipped, family: family.id, limit: 1_000).contains { incident in
      try JSON.parse(incident.detail)["kind"] == "timer"
    }
  }

  private func times(_ family: FamilyRecord, _ reader: any StoreReader) throws -> [String] {
    var last: StoredInstant = .min
    for row in try reader.history(of: family.id, after: 0, limit: 10_000) {
      if row.at < last { return ["row \(row.sequence) of its history is older than the one before"] }
      last = row.at
    }
    return []
  }

  /// At rest nothing is due.
  private func overdue(_ reader: any StoreReader) throws -> [String] {
    let now = run.time.microsecondsRoundedUp
    var found: [String] = []
    for timer in try reader.timers(dueBefore: now, limit: 100) where try isRunning(timer.family, reader) {
      found.append("timer '\(timer.name)' is overdue")
    }
    for task in try reader.tasks(in: .ready, after: nil, limit: 1_000) where try isRunning(task.family, reader) {
      if let due = task.nextAt, due < now { found.append("step '\(task.step)' is overdue") }
    }
    for event in try reader.inbox(in: .pending, limit: 100) {
      if let family = event.family, try !isRunning(family, reader) { continue }
      found.append("event '\(event.name)' waits, and nothing holds it up")
    }
    return found
  }

  /// A family is stopped for a refused row only if the row was its own.
  private func unblamed(_ families: [FamilyRecord], _ reader: any StoreReader) throws -> [String] {
    guard let blamed = run.daemon.blamed else { return [] }
    let codes = ["store-fault"] + [StoreError.Kind.constraint, .conflict, .misuse, .corrupt].map(\.rawValue)
    return try families.filter { !blamed.contains($0.id) }.flatMap { family in
      try reader.incidents(status: nil, family: family.id, limit: 100).filter { codes.contains($0.code) }
        .map { "\(family.key): it was stopped by a fault that was not its own: \($0.title)" }
    }
  }

  /// No step of the shipped definitions fails by itself, whatever was refused, skipped or retried before.
  private func failed(_ families: [FamilyRecord], _ reader: any StoreReader) throws -> [String] {
    guard run.plan.definitions.isShipped else { return [] }
    return try families.flatMap { family in
      try reader.incidents(status: nil, family: family.id, limit: 1_000).filter { incident in
        try JSON.parse(incident.detail)["stimulus"] != nil && !incident.code.hasPrefix("store-")
      }.map { "\(family.key): a step of it failed: \($0.code): \($0.title)" }
    }
  }

  /// No two bookings hold the same consultant at the same time.
  private func overlapping(_ families: [FamilyRecord], _ reader: any StoreReader) throws -> [String] {
    let slots = try families.flatMap { try reader.claims(of: $0.id) }.filter { $0.name == "slot" }
    let byTime = slots.sorted { ($0.resource, $0.from) < ($1.resource, $1.from) }
    return zip(byTime, byTime.dropFirst()).compactMap { first, second in
      first.resource == second.resource && second.from < first.to ? "\(first.resource) is held twice" : nil
    }
  }

  private func isRunning(_ family: FamilyID, _ reader: any StoreReader) throws -> Bool {
    try reader.family(family)?.status == .running
  }
}

/// Compares the money steps with what the providers did.
struct MoneyJudge {
  let run: SimulationRun
  let reader: any StoreReader

  func findings(_ families: [FamilyRecord]) throws -> [String] {
    var found: [String] = []
    let acts = run.counterparts.acts
    var tasks: [String: [TaskRecord]] = [:]
    for family in families {
      for task in try reader.tasks(of: family.id, closed: true) where task.stepClass == StepClass.money.rawValue {
        tasks[task.key, default: []].append(task)
      }
    }
    for key in acts.keys.sorted() {
      let all = (acts[key] ?? []).filter { run.counterparts.declaration($0.step)?.stepClass == .money }
      // An act that the provider took back before it was settled is none.
      let made = all.filter { $0.refusal == nil }
      if made.isEmpty, !all.isEmpty, (tasks[key] ?? []).contains(where: { $0.status == .done }) {
        found.append("\(all[0].step) \(key) is done, and was refused in the end")
      }
      guard let first = made.first else { continue }
      let own = tasks[key] ?? []
      // The author of a random definition may give two acts one key; each of them may then happen.
      let most = run.plan.definitions.isShipped ? 1 : max(1, own.count)
      if made.count > most { found.append("\(first.step) \(key) happened \(made.count) times") }
      if own.isEmpty { found.append("\(first.step) \(key) happened, and no step knows of it") }
      if !made.contains(where: \.isUndone), !own.isEmpty,
        own.allSatisfy({ $0.status == .failed || $0.status == .stopped })
      {
        found.append("\(first.step) \(key) happened, and its step is \(own.map(\.status.rawValue))")
      }
    }
    for key in tasks.keys.sorted() where acts[key] == nil {
      for task in tasks[key] ?? [] where task.status == .done {
        found.append("\(task.stepType) \(key) is done, and never happened")
      }
    }
    return found
  }
}

/// Compares the inputs that were acknowledged with the histories.
struct EventJudge {
  let run: SimulationRun
  let reader: any StoreReader

  /// True if neither the definitions nor a refused row can have made the sender's step fail.
  private func isSound(_ sender: Sender, _ families: [FamilyRecord]) -> Bool {
    guard run.plan.definitions.isSound, let place = sender.family, let blamed = run.daemon.blamed else { return false }
    let own = families.first { $0.key == run.reference(place) }
    return own.map { !blamed.contains($0.id) } ?? false
  }

  func findings(_ families: [FamilyRecord]) throws -> [String] {
    var counts: [String: [Int]] = [:]
    for (place, family) in families.enumerated() {
      for row in try reader.history(of: family.id, after: 0, limit: 10_000) {
        counts[row.actor, default: families.map { _ in 0 }][place] += 1
      }
    }
    var found: [String] = []
    for sender in run.senders where sender.kind != .command {
      let taken = counts[sender.actor] ?? []
      if taken.contains(where: { $0 > 1 }) { found.append("\(sender.actor) was stepped \(taken) times") }
      let isTaken = taken.contains { $0 > 0 }
      if sender.refusal?.isFailure == true, isSound(sender, families) {
        found.append("\(sender.actor) was refused because its step failed, and nothing was wrong with it")
      }
      if isTaken, sender.kind == .impostor { found.append("\(sender.actor) used a known key, and was stepped") }
      if isTaken, case .accepted(_, .quarantined) = sender.acknowledgement {
        found.append("\(sender.actor) is older than is remembered, and was stepped")
      }
      guard sender.kind == .event || sender.kind == .start else { continue }
      switch sender.acknowledgement {
      case .accepted(_, .handled), .accepted(_, .deferred), .created:
        if !isTaken { found.append("\(sender.actor) was acknowledged, and is lost") }
      case nil where isTaken && sender.refusal?.isFailure == true:
        found.append("\(sender.actor) failed, and left something behind")
      default: break
      }
    }
    return found
  }
}
