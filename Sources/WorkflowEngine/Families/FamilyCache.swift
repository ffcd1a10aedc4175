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

  private struct Entry {
    let family: LoadedFamily
    var usedAt: UInt64
  }

  private unowned let context: TurnContext
  private var entries: [FamilyID: Entry] = [:]
  private var clock: UInt64 = 0

  init(context: TurnContext) { self.context = context }

  func load(_ id: FamilyID) throws(StoreError) -> Loaded {
    clock += 1
    if let entry = entries[id] {
      entries[id]?.usedAt = clock
      return .family(entry.family)
    }
    guard let record = try context.store.family(id) else { return .absent }
    switch try FamilyReader(context: context).read(record) {
    case .success(let family):
      keep(family)
      return .family(family)
    case .failure(let reason):
      if record.status == .running { try stop(record, code: reason.code, title: reason.message) }
      return .unloadable(record)
    }
  }

  func load(key: String) throws(StoreError) -> Loaded {
    guard let record = try context.store.family(key: key) else { return .absent }
    return try load(record.id)
  }

  func keep(_ family: LoadedFamily) {
    clock += 1
    entries[family.id] = Entry(family: family, usedAt: clock)
  }

  /// Drops a family from the cache; its next use reads it from the store.
  func forget(_ id: FamilyID) { entries[id] = nil }

  func removeAll() { entries = [:] }

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
    var total = 0
    for entry in entries.values { total += entry.family.bytes }
    guard total > context.options.cacheBytes else { return }
    for (id, entry) in entries.sorted(by: { ($0.value.usedAt, $0.key) < ($1.value.usedAt, $1.key) }) {
      if total <= context.options.cacheBytes * 3 / 4 { break }
      total -= entry.family.bytes
      entries[id] = nil
    }
  }
}
