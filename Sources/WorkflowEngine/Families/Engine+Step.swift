internal import CEL
internal import CivilTime
internal import Statecharts
internal import Storage

/// How a step of a family is recorded.
struct StepLabel {
  /// `start`, `event`, `timer`, `outcome`, `act`.
  var kind: String
  var name: String
  var actor: String
}

extension Engine {
  /// Takes one step of a family and writes what came of it. nil: the step failed; the family is stopped and an incident holds it.
  func step(
    _ family: LoadedFamily, _ stimulus: Stimulus, _ label: StepLabel, holding inbox: InboxID? = nil
  ) throws(StoreError) -> EventVerdict? {
    turn.steps += 1
    var input = StepInput(stimulus: stimulus, now: now, inFlight: family.inFlight)
    do {
      var change = try family.bundle.transition(family.snapshot, input)
      if try isRefused(change.effects, family.record.id) {
        input.isRefused = true
        change = try family.bundle.transition(family.snapshot, input)
        if let claim = try refusedClaim(change.effects, family.record.id) {
          throw StepFailure(
            code: "claim-refused", message: "'\(claim.resource)' is taken and no 'onRefused' says what then",
            machine: family.bundle.root.name, line: 0)
        }
      }
      try write(family, input, change, label)
      return change.verdict
    } catch let failure as StepFailure {
      try fail(family, input, failure, label, holding: inbox)
      return nil
    } catch let error as StoreError {
      throw error
    } catch {
      throw StoreError(.misuse, "\(error)")
    }
  }

  func isRefused(_ effects: [Effect], _ family: FamilyID?) throws(StoreError) -> Bool {
    try refusedClaim(effects, family) != nil
  }

  /// The first claim that others hold already.
  private func refusedClaim(_ effects: [Effect], _ family: FamilyID?) throws(StoreError) -> HeldClaim? {
    for case .claim(let claim) in effects {
      let taken = try store.countClaims(
        on: claim.resource, from: claim.from.map(stored) ?? 0, to: claim.to.map(stored) ?? .max, excluding: family)
      if Int64(taken) >= claim.limit { return claim }
    }
    return nil
  }

  /// Writes a change: family, machines, history, postings, views, timers, claims, steps (protocol §1).
  func write(_ family: LoadedFamily, _ input: StepInput, _ change: FamilyChange, _ label: StepLabel) throws(StoreError)
  {
    let bundle = family.bundle
    let old = family.snapshot
    family.snapshot = change.next
    let views: [Value]
    do {
      views = try bundle.view(of: change.next, now: now)
    } catch {
      try open(
        incident: error.code, title: "a view cannot be computed: \(error.message)", family: family.record.id,
        reference: family.record.key)
      views = family.views
    }
    try writeInstances(family, old: old, views: views)
    // What is out settles in a stopped family too; only a person's decision lets it run again.
    if family.record.status != .stopped { family.record.status = change.next.hasEnded ? .ended : .running }
    family.record.body = json(bundle.encode(change.next))
    family.record.updatedAt = stored(now)
    try store.updateFamily(family.record)
    family.record.version += 1
    try writeViews(family, views)
    family.sequence += 1
    try writeHistory(family, input, change, label)
    var position: Int64 = 0
    for effect in change.effects { try write(effect, family, label, &position) }
    journal(change.trace, family, label)
  }

  private func writeInstances(_ family: LoadedFamily, old: FamilySnapshot, views: [Value]) throws(StoreError) {
    let bundle = family.bundle
    for (machine, instance) in family.snapshot.instances.enumerated() {
      guard let instance else { continue }
      var view = ValueMap()
      var hasChanged = old.instances[machine] != instance
      for (field, definition) in bundle.viewFields.enumerated() where definition.owner == machine {
        view[definition.name] = views[field]
        if views[field] != family.views[field] { hasChanged = true }
      }
      if !hasChanged { continue }
      let isNew = old.instances[machine]?.incarnation != instance.incarnation
      var record =
        isNew
        ? InstanceRecord(
          id: InstanceID(rawValue: 0), family: family.record.id, workflow: bundle.machines[machine].name, version: 1,
          status: .running, states: "", snapshot: [], view: [], createdAt: stored(now), updatedAt: stored(now))
        : family.instances[machine]!
      record.status = instance.isDone ? .ended : .running
      record.states = bundle.machines[machine].atomicStates(in: instance.configuration).joined(separator: " ")
      record.snapshot = json(bundle.encode(instance, machine: machine))
      record.view = json(.map(view))
      record.updatedAt = stored(now)
      if isNew {
        record.id = try store.insertInstance(record)
      } else {
        try store.updateInstance(record)
        record.version += 1
      }
      family.instances[machine] = record
    }
  }

  private func writeViews(_ family: LoadedFamily, _ views: [Value]) throws(StoreError) {
    for (field, definition) in family.bundle.viewFields.enumerated() where definition.index != .no {
      if views[field] == family.views[field] { continue }
      let text = views[field] == .null ? nil : Interpolation.display(views[field])
      try store.setView(family.record.id, field: definition.name, value: text)
    }
    family.views = views
  }

  private func writeHistory(
    _ family: LoadedFamily, _ input: StepInput, _ change: FamilyChange, _ label: StepLabel
  ) throws(StoreError) {
    var stimulus = StimulusCoding.encode(input, bundle: family.bundle)
    if case .start = input.stimulus, case .map(var map) = stimulus {
      map["family"] = family.bundle.encode(birth(of: family))
      stimulus = .map(map)
    }
    var record = HistoryRecord(
      family: family.record.id, sequence: family.sequence, at: stored(now), kind: label.kind, name: label.name,
      actor: label.actor, stimulus: JSON.encodeCanonical(stimulus),
      trace: JSON.encodeCanonical(family.bundle.encode(change.trace)), hash: [])
    record.hash = HistoryChain.hash(of: record, after: family.lastHash, digest: options.digest)
    try store.appendHistory(record)
    family.lastHash = record.hash
  }

  /// The family as it was before its first step.
  private func birth(of family: LoadedFamily) -> FamilySnapshot {
    FamilySnapshot(
      key: family.snapshot.key, createdAt: family.snapshot.createdAt, input: family.snapshot.input,
      params: family.snapshot.params, currency: family.snapshot.currency, accounts: family.bundle.accounts.count,
      machines: family.bundle.machines.count)
  }

  private func write(
    _ effect: Effect, _ family: LoadedFamily, _ label: StepLabel, _ position: inout Int64
  ) throws(StoreError) {
    let bundle = family.bundle
    switch effect {
    case .startStep(let start):
      try startTask(start, family)
    case .stopStep(let name):
      try stopTask(name, family)
    case .settleStep(let name, let isDone):
      try closeTask(name, family, isDone ? .done : .failed)
    case .armTimer(let machine, let timer, let due, let generation):
      try store.putTimer(
        TimerRecord(
          due: stored(due), family: family.record.id, instance: family.instances[machine]!.id,
          name: bundle.machines[machine].timers[timer].name, generation: generation))
    case .disarmTimer(let machine, let timer):
      try store.removeTimer(
        instance: family.instances[machine]!.id, name: bundle.machines[machine].timers[timer].name)
    case .post(let id, let posting):
      try store.appendPosting(
        PostingRecord(
          family: family.record.id, sequence: family.sequence, position: position, id: id,
          debit: bundle.accounts[posting.from].name, credit: bundle.accounts[posting.to].name, amount: posting.amount,
          currency: family.snapshot.currency, at: stored(now)))
      position += 1
    case .alarm(let machine, let text):
      try open(
        incident: "alarm", title: "\(bundle.machines[machine].name): \(text)", family: family.record.id,
        reference: family.record.key)
    case .claim(let claim):
      try store.putClaim(
        ClaimRecord(
          family: family.record.id, name: bundle.claims[claim.claim].name, resource: claim.resource,
          from: claim.from.map(stored) ?? 0, to: claim.to.map(stored) ?? .max))
    case .release(let claim):
      try store.removeClaim(family: family.record.id, name: bundle.claims[claim].name)
    case .erase:
      try store.erasePerson(of: family.record.id, at: stored(now))
    }
  }
}
