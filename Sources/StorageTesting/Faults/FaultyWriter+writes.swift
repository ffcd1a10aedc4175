import Storage

extension FaultyWriter {
  func setMeta(_ key: String, _ value: String) throws(StoreError) {
    if store.tells(.losesFacts) { return }
    try writing().setMeta(key, value)
  }

  func removeMeta(_ key: String) throws(StoreError) {
    try writing().removeMeta(key)
  }

  func insertFamily(_ record: FamilyRecord) throws(StoreError) -> FamilyID {
    try writing().insertFamily(record)
  }

  func updateFamily(_ record: FamilyRecord) throws(StoreError) {
    try writing().updateFamily(record)
  }

  func insertInstance(_ record: InstanceRecord) throws(StoreError) -> InstanceID {
    try writing().insertInstance(record)
  }

  func updateInstance(_ record: InstanceRecord) throws(StoreError) {
    if store.tells(.losesMachines) { return }
    try writing().updateInstance(record)
  }

  func appendHistory(_ record: HistoryRecord) throws(StoreError) {
    try writing().appendHistory(record)
  }

  func appendPosting(_ record: PostingRecord) throws(StoreError) {
    if store.losesNextPosting() { return }
    try writing().appendPosting(record)
  }

  func setView(_ family: FamilyID, field: String, value: String?) throws(StoreError) {
    try writing().setView(family, field: field, value: value)
  }

  func putTimer(_ record: TimerRecord) throws(StoreError) {
    if store.tells(.losesTimers) { return }
    try writing().putTimer(record)
  }

  func removeTimer(instance: InstanceID, name: String) throws(StoreError) {
    if store.tells(.keepsTimers) { return }
    try writing().removeTimer(instance: instance, name: name)
  }

  func insertTask(_ record: TaskRecord) throws(StoreError) -> TaskID {
    try writing().insertTask(record)
  }

  func updateTask(_ record: TaskRecord) throws(StoreError) {
    try writing().updateTask(record)
  }

  func insertAttempt(_ record: AttemptRecord) throws(StoreError) {
    try writing().insertAttempt(record)
  }

  func endAttempt(_ record: AttemptRecord) throws(StoreError) {
    if store.tells(.losesAnswers) { return }
    try writing().endAttempt(record)
  }

  func putClaim(_ record: ClaimRecord) throws(StoreError) {
    try writing().putClaim(record)
  }

  func removeClaim(family: FamilyID, name: String) throws(StoreError) {
    try writing().removeClaim(family: family, name: name)
  }

  func putRecord(_ record: StoredRecord, actor: String, reason: String) throws(StoreError) {
    try writing().putRecord(record, actor: actor, reason: reason)
  }

  func dropRecord(kind: String, id: String, version: Int64) throws(StoreError) {
    try writing().dropRecord(kind: kind, id: id, version: version)
  }

  func putPerson(of family: FamilyID, data: [UInt8]) throws(StoreError) {
    try writing().putPerson(of: family, data: data)
  }

  func erasePerson(of family: FamilyID, at: StoredInstant) throws(StoreError) {
    try writing().erasePerson(of: family, at: at)
  }

  func putBundle(_ record: BundleRecord) throws(StoreError) {
    try writing().putBundle(record)
  }

  func insertIncident(_ record: IncidentRecord) throws(StoreError) -> IncidentID {
    if store.tells(.losesIncidents) { return IncidentID(rawValue: 1) }
    return try writing().insertIncident(record)
  }

  func updateIncident(_ record: IncidentRecord) throws(StoreError) {
    try writing().updateIncident(record)
  }

  func insertInbox(_ record: InboxRecord) throws(StoreError) -> InboxID {
    try writing().insertInbox(record)
  }

  func updateInbox(_ record: InboxRecord) throws(StoreError) {
    try writing().updateInbox(record)
  }

  func insertSeen(_ record: SeenRecord) throws(StoreError) {
    if store.tells(.forgetsKeys), try alive().seen(source: record.source, keyHash: record.keyHash) != nil { return }
    try writing().insertSeen(record)
  }

  func setOrigin(_ source: String, of family: FamilyID) throws(StoreError) {
    try writing().setOrigin(source, of: family)
  }

  func countEvent(of family: FamilyID, role: String, verdict: String, at instant: StoredInstant) throws(StoreError) {
    try writing().countEvent(of: family, role: role, verdict: verdict, at: instant)
  }

  func insertCapability(_ record: CapabilityRecord) throws(StoreError) {
    try writing().insertCapability(record)
  }
}
