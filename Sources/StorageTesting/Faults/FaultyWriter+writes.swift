import Storage

extension FaultyWriter {
  func setMeta(_ key: String, _ value: String) throws(StoreError) {
    if store.tells(.losesFacts) { return }
    try writing(nil).setMeta(key, value)
  }

  func removeMeta(_ key: String) throws(StoreError) {
    try writing(nil).removeMeta(key)
  }

  func insertFamily(_ record: FamilyRecord) throws(StoreError) -> FamilyID {
    try writing(nil).insertFamily(record)
  }

  func updateFamily(_ record: FamilyRecord) throws(StoreError) {
    let stops = record.status == .stopped
    if stops, store.tells(.losesStops) { return }
    try writing(record.id).updateFamily(record)
    guard stops, store.tells(.stopsNeighbours) else { return }
    let running = try alive().families(FamilyFilter(status: .running, limit: 2)).first { $0.id != record.id }
    guard var neighbour = running else { return }
    neighbour.status = .stopped
    try alive().updateFamily(neighbour)
  }

  func insertInstance(_ record: InstanceRecord) throws(StoreError) -> InstanceID {
    try writing(record.family).insertInstance(record)
  }

  func updateInstance(_ record: InstanceRecord) throws(StoreError) {
    if store.tells(.losesMachines) { return }
    try writing(record.family).updateInstance(record)
  }

  func replaceView(of instance: InstanceID, with view: [UInt8]) throws(StoreError) {
    if store.tells(.losesMachines) { return }
    try writing(nil).replaceView(of: instance, with: view)
  }

  func appendHistory(_ record: HistoryRecord) throws(StoreError) {
    if store.losesNext(.losesHistory) { return }
    try writing(record.family, isHistory: true).appendHistory(record)
  }

  func appendPosting(_ record: PostingRecord) throws(StoreError) {
    if store.losesNext(.losesPostings) { return }
    try writing(record.family).appendPosting(record)
  }

  func setView(_ family: FamilyID, field: String, value: String?) throws(StoreError) {
    if store.tells(.losesViews) { return }
    try writing(family).setView(family, field: field, value: value)
  }

  func putTimer(_ record: TimerRecord) throws(StoreError) {
    if store.tells(.losesTimers) { return }
    try writing(record.family).putTimer(record)
  }

  func removeTimer(instance: InstanceID, name: String) throws(StoreError) {
    if store.tells(.keepsTimers) { return }
    try writing(nil).removeTimer(instance: instance, name: name)
  }

  func insertTask(_ record: TaskRecord) throws(StoreError) -> TaskID {
    try writing(record.family).insertTask(record)
  }

  func updateTask(_ record: TaskRecord) throws(StoreError) {
    var written = record
    if store.tells(.losesGenerations) { written.generation = 1 }
    try writing(record.family).updateTask(written)
  }

  func insertAttempt(_ record: AttemptRecord) throws(StoreError) {
    try writing(family(of: record)).insertAttempt(record)
  }

  func endAttempt(_ record: AttemptRecord) throws(StoreError) {
    if store.tells(.losesAnswers) { return }
    if store.tells(.forgetsAnswers), try hasEnded(record) { return }
    try writing(family(of: record)).endAttempt(record)
  }

  func putClaim(_ record: ClaimRecord) throws(StoreError) {
    try writing(record.family).putClaim(record)
  }

  func removeClaim(family: FamilyID, name: String) throws(StoreError) {
    if store.tells(.keepsClaims) { return }
    try writing(family).removeClaim(family: family, name: name)
  }

  func putRecord(_ record: StoredRecord, actor: String, reason: String) throws(StoreError) {
    try writing(nil).putRecord(record, actor: actor, reason: reason)
  }

  func dropRecord(kind: String, id: String, version: Int64) throws(StoreError) {
    try writing(nil).dropRecord(kind: kind, id: id, version: version)
  }

  func putPerson(of family: FamilyID, data: [UInt8]) throws(StoreError) {
    try writing(family).putPerson(of: family, data: data)
  }

  func erasePerson(of family: FamilyID, at: StoredInstant) throws(StoreError) {
    try writing(family).erasePerson(of: family, at: at)
  }

  func putBundle(_ record: BundleRecord) throws(StoreError) {
    try writing(nil).putBundle(record)
  }

  func insertIncident(_ record: IncidentRecord) throws(StoreError) -> IncidentID {
    if store.tells(.losesIncidents) { return IncidentID(rawValue: 1) }
    return try writing(record.family).insertIncident(record)
  }

  func updateIncident(_ record: IncidentRecord) throws(StoreError) {
    try writing(record.family).updateIncident(record)
  }

  func insertInbox(_ record: InboxRecord) throws(StoreError) -> InboxID {
    try writing(record.family).insertInbox(record)
  }

  func updateInbox(_ record: InboxRecord) throws(StoreError) {
    try writing(record.family).updateInbox(record)
  }

  func insertSeen(_ record: SeenRecord) throws(StoreError) {
    if store.tells(.forgetsKeys), try alive().seen(source: record.source, keyHash: record.keyHash) != nil { return }
    try writing(nil).insertSeen(record)
  }

  func setOrigin(_ source: String, of family: FamilyID) throws(StoreError) {
    try writing(family).setOrigin(source, of: family)
  }

  func countEvent(of family: FamilyID, role: String, verdict: String, at instant: StoredInstant) throws(StoreError) {
    try writing(family).countEvent(of: family, role: role, verdict: verdict, at: instant)
  }

  func insertCapability(_ record: CapabilityRecord) throws(StoreError) {
    try writing(record.family).insertCapability(record)
  }

  private func family(of attempt: AttemptRecord) throws(StoreError) -> FamilyID? {
    try alive().task(attempt.task)?.family
  }

  private func hasEnded(_ attempt: AttemptRecord) throws(StoreError) -> Bool {
    try alive().attempts(of: attempt.task).contains { $0.number == attempt.number && $0.endedAt != nil }
  }
}
