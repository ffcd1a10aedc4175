internal import CEL
internal import Statecharts
internal import Storage

/// Writes the rows of a family's change: record, machines, history, postings, views, timers, claims and steps
/// (docs/protocol.md, 1).
struct FamilyWriter {
  let context: TurnContext
  let family: LoadedFamily

  private var store: any StoreWriter { context.store }
  private var now: StoredInstant { context.stored(context.now) }

  func write(_ change: FamilyChange, _ input: StepInput, _ label: StepLabel) throws(FamilyFault) {
    try stored { () throws(StoreError) in try writeRows(change, input, label) }
    var position: Int64 = 0
    for (number, effect) in change.effects.enumerated() {
      if case .publish(let event, let body) = effect {
        let publication = Publication(context: context, sender: family.key)
        try stored { () throws(StoreError) in
          try publication.store(event, body, number: "\(family.sequence)/\(number)")
        }
      } else {
        try write(effect, &position)
      }
    }
    for record in TransitionJournal(at: context.now, family: family).records(of: change.trace, label) {
      context.tell(record)
    }
  }

  private func writeRows(_ change: FamilyChange, _ input: StepInput, _ label: StepLabel) throws(StoreError) {
    let old = family.snapshot
    family.snapshot = change.next
    let views = try views(of: change.next, after: old)
    try writeInstances(old: old, views: views)
    // In-flight attempts still complete while the family is stopped; only a person's decision lets it run again.
    let status: FamilyRecord.Status =
      family.isStopped ? .stopped : change.next.hasEnded ? .ended : .running
    // Most steps change neither; their row of the history says when they were.
    family.record.updatedAt = now
    if status != family.record.status || !change.next.hasSameBooks(as: old) {
      family.record.status = status
      family.record.body = JSON.encode(family.bundle.encode(change.next))
      try store.updateFamily(family.record)
      family.record.version += 1
    }
    try writeViews(views)
    family.sequence += 1
    try writeHistory(input, change, label)
  }

  private func views(of snapshot: FamilySnapshot, after old: FamilySnapshot) throws(StoreError) -> [Value] {
    do throws(StepFailure) {
      let bundle = family.bundle
      let views =
        family.areViewsPresent
        ? try bundle.view(of: snapshot, after: old, family.views, now: context.now)
        : try bundle.view(of: snapshot, now: context.now)
      family.areViewsPresent = true
      return views
    } catch {
      family.areViewsPresent = false
      try context.incidents.open(
        error.code, title: "a view cannot be computed: \(error.message)", family: family.id, reference: family.key)
      return family.views
    }
  }

  private func writeInstances(old: FamilySnapshot, views: [Value]) throws(StoreError) {
    let bundle = family.bundle
    for (machine, instance) in family.snapshot.instances.enumerated() {
      guard let instance else { continue }
      let fields = bundle.ownedFields[machine]
      let hasNewView = fields.contains { views[$0] != family.views[$0] }
      if !hasNewView, let before = old.instances[machine],
        before == instance || instance.differsOnlyInEndedSteps(from: before)
      {
        continue
      }
      let isNew = old.instances[machine]?.incarnation != instance.incarnation
      let last = family.instances[machine]
      if isNew, let last, let run = old.instances[machine] { try close(last, run, machine) }
      var record: InstanceRecord
      if let last, !isNew {
        record = last
      } else {
        record = InstanceRecord(
          id: InstanceID(rawValue: 0), family: family.id, workflow: bundle.machines[machine].name, version: 1,
          status: .running, states: "", snapshot: [], view: [], createdAt: now, updatedAt: now)
      }
      record.status = instance.isDone ? .ended : .running
      record.states = bundle.atomicStates(of: machine, in: instance.configuration).joined(separator: " ")
      record.snapshot = bundle.encode(instance, machine: machine)
      if isNew || hasNewView {
        record.view = JSON.encode(.map(ValueMap(distinct: fields.map { (bundle.viewFields[$0].name, views[$0]) })))
      }
      record.updatedAt = now
      if isNew {
        record.id = try store.insertInstance(record)
      } else {
        try store.updateInstance(record)
        if hasNewView { try store.replaceView(of: record.id, with: record.view) }
        record.version += 1
      }
      family.keep(record, of: machine)
    }
  }

  /// Closes the previous run of a machine that ended and was started again within one step, so that no timer of it
  /// stays open.
  private func close(_ instance: InstanceRecord, _ run: InstanceSnapshot, _ machine: Int) throws(StoreError) {
    guard instance.status == .running else { return }
    var ended = instance
    ended.status = .ended
    ended.states = ""
    ended.snapshot = family.bundle.encode(run, machine: machine)
    ended.updatedAt = now
    try store.updateInstance(ended)
    for timer in family.bundle.machines[machine].timers {
      try store.removeTimer(instance: instance.id, name: timer.name)
    }
  }

  private func writeViews(_ views: [Value]) throws(StoreError) {
    for field in family.bundle.indexedFields where views[field] != family.views[field] {
      let text = views[field] == .null ? nil : Interpolation.display(views[field])
      try store.setView(family.id, field: family.bundle.viewFields[field].name, value: text)
    }
    family.views = views
  }

  private func writeHistory(_ input: StepInput, _ change: FamilyChange, _ label: StepLabel) throws(StoreError) {
    let encoded = StepInputCoding.encode(input, at: now, bundle: family.bundle)
    var record = HistoryRecord(
      family: family.id, sequence: family.sequence, at: now, kind: label.kind.rawValue, name: label.name,
      actor: label.actor, stimulus: JSON.encodeCanonical(encoded),
      trace: family.bundle.encode(change.trace), hash: [])
    record.hash = HistoryChain.hash(of: record, after: family.lastHash, digest: context.options.digest)
    try store.appendHistory(record)
    family.lastHash = record.hash
  }

  private func write(_ effect: Effect, _ position: inout Int64) throws(FamilyFault) {
    if case .startStep(let start) = effect { return try StepRunner(context: context).start(start, family) }
    try stored { () throws(StoreError) in try writeRow(of: effect, &position) }
  }

  private func writeRow(of effect: Effect, _ position: inout Int64) throws(StoreError) {
    let bundle = family.bundle
    let runner = StepRunner(context: context)
    switch effect {
    case .startStep, .publish: break
    case .stopStep(let name): try runner.stop(name, family)
    case .haltStep(let name): runner.callOff(name, family)
    case .settleStep(let name, let isDone): try runner.close(name, family, isDone ? .done : .failed)
    case .armTimer(let machine, let timer, let due, let generation):
      guard let instance = family.instances[machine] else {
        throw StoreError(.misuse, "a timer of '\(bundle.machines[machine].name)', which was never started")
      }
      try store.putTimer(
        TimerRecord(
          due: context.stored(due), family: family.id, instance: instance.id,
          name: bundle.machines[machine].timers[timer].name, generation: generation))
    case .disarmTimer(let machine, let timer):
      guard let instance = family.instances[machine] else { return }
      try store.removeTimer(instance: instance.id, name: bundle.machines[machine].timers[timer].name)
    case .post(let id, let posting):
      try store.appendPosting(
        PostingRecord(
          family: family.id, sequence: family.sequence, position: position, id: id,
          debit: bundle.accounts[posting.from].name, credit: bundle.accounts[posting.to].name, amount: posting.amount,
          currency: family.snapshot.currency, at: now))
      position += 1
    case .alarm(let machine, let text):
      try context.incidents.raise("\(bundle.machines[machine].name): \(text)", family: family.id, reference: family.key)
    case .claim(let claim): try ClaimLedger(context: context).put(claim, of: family)
    case .release(let claim):
      try ClaimLedger(context: context).release(bundle.claims[claim].name, beyond: 0, of: family.id)
    case .erase: try store.erasePerson(of: family.id, at: now)
    }
  }
}
