internal import CEL
internal import Statecharts
internal import Storage

/// Caches decoded families, least recently used ones leaving first, within a limit on bytes.
final class FamilyCache {
  /// The result of loading a family.
  enum Loaded {
    case family(LoadedFamily)
    case absent
    /// This program cannot read the family's definitions or rows. The family is stopped, an incident says so, and
    /// nothing of it is lost.
    case unloadable(FamilyRecord)

    var family: LoadedFamily? { if case .family(let family) = self { family } else { nil } }
  }

  private final class Entry {
    let family: LoadedFamily
    var usedAt: UInt64
    /// The family's bytes when they were measured last; 0 until then.
    var bytes = 0

    init(family: LoadedFamily, usedAt: UInt64) { (self.family, self.usedAt) = (family, usedAt) }
  }

  private unowned let context: TurnContext
  private var entries: [FamilyID: Entry] = [:]
  private var clock: UInt64 = 0
  /// The families used since the last trim: only their bytes can have changed, so that a turn costs what it touches and
  /// not what the cache holds.
  private var touched: Set<FamilyID> = []
  /// The sum of all entries' measured bytes.
  private var total = 0

  init(context: TurnContext) { self.context = context }

  /// - Parameter untold: the step whose outcome its machine could not take in this turn; nil if there is none.
  func load(_ id: FamilyID, untold: StepName? = nil) throws(StoreError) -> Loaded {
    clock += 1
    if let entry = entries[id] {
      entry.usedAt = clock
      touched.insert(id)
      return .family(entry.family)
    }
    guard let record = try context.store.family(id) else { return .absent }
    switch try FamilyReader(context: context, untold: untold).read(record) {
    case .success(let family):
      keep(family)
      return .family(family)
    case .failure(let reason):
      if record.status == .running { try stop(record, code: reason.code, title: reason.message) }
      return .unloadable(record)
    }
  }

  func load(key: String) throws(StoreError) -> Loaded {
    guard let id = try context.store.familyID(key: key) else { return .absent }
    return try load(id)
  }

  func keep(_ family: LoadedFamily) {
    clock += 1
    forget(family.id)
    entries[family.id] = Entry(family: family, usedAt: clock)
    touched.insert(family.id)
  }

  /// Drops a family from the cache; its next use reads it from the store.
  func forget(_ id: FamilyID) { total -= entries.removeValue(forKey: id)?.bytes ?? 0 }

  /// The bytes of all families, measured anew, and the sum that the cache keeps of them.
  var footprint: (measured: Int, counted: Int) { (entries.values.reduce(0) { $0 + $1.family.bytes }, total) }

  func removeAll() {
    entries = [:]
    touched = []
    total = 0
  }

  /// Stops a family without holding an input, and opens an incident that says why.
  func stop(_ id: FamilyID, code: String, title: String) throws(StoreError) {
    guard let record = try context.store.family(id) else { return }
    try stop(record, code: code, title: title)
  }

  private func stop(_ record: FamilyRecord, code: String, title: String) throws(StoreError) {
    forget(record.id)
    if record.status != .stopped {
      var stopped = record
      stopped.status = .stopped
      stopped.updatedAt = context.stored(context.now)
      try context.store.updateFamily(stopped)
    }
    try context.incidents.open(
      code, title: "\(record.key) is stopped: \(title)", family: record.id, reference: record.key,
      detail: IncidentDetail.stops(message: title).value)
  }

  /// Evicts the least recently used families beyond the limit. Called between turns.
  func trim() {
    for id in touched {
      guard let entry = entries[id] else { continue }
      let bytes = entry.family.bytes
      total += bytes - entry.bytes
      entry.bytes = bytes
    }
    touched.removeAll(keepingCapacity: true)
    guard total > context.options.cacheBytes else { return }
    for (id, _) in entries.sorted(by: { ($0.value.usedAt, $0.key) < ($1.value.usedAt, $1.key) }) {
      if total <= context.options.cacheBytes * 3 / 4 { break }
      forget(id)
    }
  }
}
