import Storage

extension FaultyWriter {
  func setMeta(_ key: String, _ value: String) throws(StoreError) {
    try alive().setMeta(key, value)
  }

  func insertFamily(_ record: FamilyRecord) throws(StoreError) -> FamilyID {
    try alive().insertFamily(record)
  }

  func updateFamily(_ record: FamilyRecord) throws(StoreError) {
    try alive().updateFamily(record)
  }

  func insertInstance(_ record: InstanceRecord) throws(StoreError) -> InstanceID {
    try alive().insertInstance(record)
  }

  func updateInstance(_ record: InstanceRecord) throws(StoreError) {
    try alive().updateInstance(record)
  }

  func appendHistory(_ record: HistoryRecord) throws(StoreError) {
    try alive().appendHistory(record)
  }

  func appendPosting(_ record: PostingRecord) throws(StoreError) {
    try alive().appendPosting(record)
  }

  func setView(_ family: FamilyID, field: String, value: String?) throws(StoreError) {
    try alive().setView(family, field: field, value: value)
  }

  func putTimer(_ record: TimerRecord) throws(StoreError) {
    try alive().putTimer(record)
  }

  func removeTimer(instance: InstanceID, name: String) throws(StoreError) {
    try alive().removeTimer(instance: instance, name: name)
  }

  func insertTask(_ record: TaskRecord) throws(StoreError) -> TaskID {
    try alive().insertTask(record)
  }

  func updateTask(_ record: TaskRecord) throws(StoreError) {
    try alive().updateTask(record)
  }

  func insertAttempt(_ record: AttemptRecord) throws(StoreError) {
    try alive().insertAttempt(record)
  }

  func endAttempt(_ record: AttemptRecord) throws(StoreError) {
    try alive().endAttempt(record)
  }

  func putClaim(_ record: ClaimRecord) throws(StoreError) {
    try alive().putClaim(record)
  }

  func removeClaim(family: FamilyID, name: String) throws(StoreError) {
    try alive().removeClaim(family: family, name: name)
  }

  func putPerson(of family: FamilyID, data: [UInt8]) throws(StoreError) {
    try alive().putPerson(of: family, data: data)
  }

  func erasePerson(of family: FamilyID, at: StoredInstant) throws(StoreError) {
    try alive().erasePerson(of: family, at: at)
  }

  func putBundle(_ record: BundleRecord) throws(StoreError) {
    try alive().putBundle(record)
  }

  func insertIncident(_ record: IncidentRecord) throws(StoreError) -> IncidentID {
    try alive().insertIncident(record)
  }

  func updateIncident(_ record: IncidentRecord) throws(StoreError) {
    try alive().updateIncident(record)
  }

  func insertInbox(_ record: InboxRecord) throws(StoreError) -> InboxID {
    try alive().insertInbox(record)
  }

  func updateInbox(_ record: InboxRecord) throws(StoreError) {
    try alive().updateInbox(record)
  }

  func insertSeen(_ record: SeenRecord) throws(StoreError) {
    try alive().insertSeen(record)
  }

  func insertCapability(_ record: CapabilityRecord) throws(StoreError) {
    try alive().insertCapability(record)
  }
}
