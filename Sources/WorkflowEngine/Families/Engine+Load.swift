internal import CEL
internal import CivilTime
internal import Statecharts
internal import Storage

extension Engine {
  /// A family, from the cache or from the store. nil if there is none, or if its bundle or its snapshot cannot be read: then an incident
  /// was raised and it is stopped.
  func load(_ id: FamilyID) throws(StoreError) -> LoadedFamily? {
    tick += 1
    recency[id] = tick
    if let family = families[id] { return family }
    guard let record = try store.family(id) else { return nil }
    guard let bundle = bundles.bundle(record.bundle, workflow: record.workflow) else {
      try stop(
        record, code: "bundle-missing", title: "the definitions of \(record.key) (\(record.bundle)) cannot be loaded")
      return nil
    }
    do {
      let family = try decode(record, bundle)
      families[id] = family
      return family
    } catch let error as SnapshotError {
      try stop(record, code: "snapshot-unreadable", title: error.message)
      return nil
    } catch let error as StoreError {
      throw error
    } catch {
      throw StoreError(.misuse, "\(error)")
    }
  }

  private func decode(_ record: FamilyRecord, _ bundle: Bundle) throws -> LoadedFamily {
    var snapshot = try bundle.decodeFamily(parse(record.body))
    let records = try store.instances(of: record.id)
    let family = LoadedFamily(bundle: bundle, record: record, snapshot: snapshot)
    for instance in records {
      guard let machine = bundle.machineIndex[instance.workflow] else {
        throw SnapshotError("there is no machine '\(instance.workflow)'")
      }
      // Ascending by id: the last one of a machine is its present incarnation.
      snapshot.instances[machine] = try bundle.decodeInstance(parse(instance.snapshot), machine: machine)
      family.instances[machine] = instance
      let view = parse(instance.view)
      for (field, definition) in bundle.viewFields.enumerated() where definition.owner == machine {
        family.views[field] = view[definition.name] ?? .null
      }
    }
    family.snapshot = snapshot
    for task in try store.tasks(of: record.id, closed: false) {
      guard let name = stepName(task, bundle) else { continue }
      if parse(task.notes)["late"] == .bool(true) {
        family.lateTasks[task.id] = name
      } else {
        family.tasks[name] = task
      }
    }
    if let last = try store.lastHistory(of: record.id) {
      family.sequence = last.sequence
      family.lastHash = last.hash
    }
    return family
  }

  /// Which step of which machine a task carries out.
  func stepName(_ task: TaskRecord, _ bundle: Bundle) -> StepName? {
    let notes = parse(task.notes)
    guard let machine = notes["machine"]?.stringValue.flatMap({ bundle.machineIndex[$0] }),
      let incarnation = notes["incarnation"]?.intValue, let serial = notes["serial"]?.intValue
    else { return nil }
    return StepName(machine: machine, incarnation: Int(incarnation), serial: serial)
  }

  /// Marks a family as stopped without stepping it.
  func stop(_ record: FamilyRecord, code: String, title: String) throws(StoreError) {
    var stopped = record
    stopped.status = .stopped
    stopped.updatedAt = stored(now)
    try store.updateFamily(stopped)
    families[record.id] = nil
    try open(incident: code, title: title, family: record.id, reference: record.key)
  }

  /// Keeps the families used last.
  func trimCache() {
    guard families.count > options.cachedFamilies else { return }
    let keep = options.cachedFamilies * 3 / 4
    let ordered = families.keys.sorted { (recency[$0] ?? 0, $0) > (recency[$1] ?? 0, $1) }
    for id in ordered.dropFirst(keep) {
      families[id] = nil
      recency[id] = nil
    }
  }
}
