import Storage

extension FaultyWriter {
  func meta(_ key: String) throws(StoreError) -> String? {
    try alive().meta(key)
  }

  func family(_ id: FamilyID) throws(StoreError) -> FamilyRecord? {
    try alive().family(id)
  }

  func family(key: String) throws(StoreError) -> FamilyRecord? {
    try alive().family(key: key)
  }

  func families(_ filter: FamilyFilter) throws(StoreError) -> [FamilyRecord] {
    try alive().families(filter)
  }

  func instances(of family: FamilyID) throws(StoreError) -> [InstanceRecord] {
    try alive().instances(of: family)
  }

  func history(of family: FamilyID, after: Int64, limit: Int) throws(StoreError) -> [HistoryRecord] {
    try alive().history(of: family, after: after, limit: limit)
  }

  func lastHistory(of family: FamilyID) throws(StoreError) -> HistoryRecord? {
    try alive().lastHistory(of: family)
  }

  func postings(of family: FamilyID) throws(StoreError) -> [PostingRecord] {
    try alive().postings(of: family)
  }

  func total(account: String, currency: String) throws(StoreError) -> Int64 {
    try alive().total(account: account, currency: currency)
  }

  func families(whereView field: String, is value: String, limit: Int) throws(StoreError) -> [FamilyID] {
    try alive().families(whereView: field, is: value, limit: limit)
  }

  func countFamilies(byView field: String) throws(StoreError) -> [(value: String, count: Int64)] {
    try alive().countFamilies(byView: field)
  }

  func dueTimers(now: StoredInstant, limit: Int) throws(StoreError) -> [TimerRecord] {
    try alive().dueTimers(now: now, limit: limit)
  }

  func nextTimer() throws(StoreError) -> StoredInstant? {
    try alive().nextTimer()
  }

  func timers(of family: FamilyID) throws(StoreError) -> [TimerRecord] {
    try alive().timers(of: family)
  }

  func timers(dueBefore: StoredInstant, limit: Int) throws(StoreError) -> [TimerRecord] {
    try alive().timers(dueBefore: dueBefore, limit: limit)
  }

  func task(_ id: TaskID) throws(StoreError) -> TaskRecord? {
    try alive().task(id)
  }

  func tasks(of family: FamilyID, closed: Bool) throws(StoreError) -> [TaskRecord] {
    try alive().tasks(of: family, closed: closed)
  }

  func dueTasks(now: StoredInstant, limit: Int) throws(StoreError) -> [TaskRecord] {
    try alive().dueTasks(now: now, limit: limit)
  }

  func nextTask() throws(StoreError) -> StoredInstant? {
    try alive().nextTask()
  }

  func tasks(in status: TaskRecord.Status, after: TaskID?, limit: Int) throws(StoreError) -> [TaskRecord] {
    try alive().tasks(in: status, after: after, limit: limit)
  }

  func attempts(of task: TaskID) throws(StoreError) -> [AttemptRecord] {
    try alive().attempts(of: task)
  }

  func openAttempts() throws(StoreError) -> [AttemptRecord] {
    try alive().openAttempts()
  }

  func countClaims(on resource: String, from: StoredInstant, to: StoredInstant, excluding family: FamilyID?)
    throws(StoreError) -> Int
  {
    try alive().countClaims(on: resource, from: from, to: to, excluding: family)
  }

  func claims(of family: FamilyID) throws(StoreError) -> [ClaimRecord] {
    try alive().claims(of: family)
  }

  func lastValue(ofSequence name: String) throws(StoreError) -> Int64 {
    try alive().lastValue(ofSequence: name)
  }

  func person(of family: FamilyID) throws(StoreError) -> [UInt8]? {
    try alive().person(of: family)
  }

  func bundle(_ hash: String) throws(StoreError) -> BundleRecord? {
    try alive().bundle(hash)
  }

  func bundles() throws(StoreError) -> [(hash: String, deployedAt: StoredInstant, families: Int64)] {
    try alive().bundles()
  }

  func incident(_ id: IncidentID) throws(StoreError) -> IncidentRecord? {
    try alive().incident(id)
  }

  func incidents(status: IncidentRecord.Status?, family: FamilyID?, limit: Int) throws(StoreError) -> [IncidentRecord] {
    try alive().incidents(status: status, family: family, limit: limit)
  }

  func countOpenIncidents() throws(StoreError) -> Int64 {
    try alive().countOpenIncidents()
  }

  func inbox(_ id: InboxID) throws(StoreError) -> InboxRecord? {
    try alive().inbox(id)
  }

  func dueInbox(now: StoredInstant, limit: Int) throws(StoreError) -> [InboxRecord] {
    try alive().dueInbox(now: now, limit: limit)
  }

  func pendingInbox(of family: FamilyID, limit: Int) throws(StoreError) -> [InboxRecord] {
    try alive().pendingInbox(of: family, limit: limit)
  }

  func nextInbox() throws(StoreError) -> StoredInstant? {
    try alive().nextInbox()
  }

  func inbox(in status: InboxRecord.Status, limit: Int) throws(StoreError) -> [InboxRecord] {
    try alive().inbox(in: status, limit: limit)
  }

  func countInbox(in status: InboxRecord.Status) throws(StoreError) -> Int64 {
    try alive().countInbox(in: status)
  }

  func seen(source: String, keyHash: [UInt8]) throws(StoreError) -> SeenRecord? {
    try alive().seen(source: source, keyHash: keyHash)
  }

  func capability(hash: [UInt8]) throws(StoreError) -> CapabilityRecord? {
    try alive().capability(hash: hash)
  }
}
