import Storage

extension FaultyWriter {
  func meta(_ key: String) throws(StoreError) -> String? {
    try alive().meta(key)
  }

  func family(_ id: FamilyID) throws(StoreError) -> FamilyRecord? {
    try alive().family(id)
  }

  func familyID(key: String) throws(StoreError) -> FamilyID? { try alive().familyID(key: key) }

  func family(key: String) throws(StoreError) -> FamilyRecord? {
    try alive().family(key: key)
  }

  func families(_ filter: FamilyFilter) throws(StoreError) -> [FamilyRecord] {
    try alive().families(filter)
  }

  func liveBundles() throws(StoreError) -> [(hash: String, workflow: String)] {
    try alive().liveBundles()
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

  func hasFamily(whereView field: String, is value: String) throws(StoreError) -> Bool {
    try alive().hasFamily(whereView: field, is: value)
  }

  func liveFamilies(whereView field: String, is value: String, before: FamilyID?, limit: Int)
    throws(StoreError) -> [FamilyPin]
  {
    try alive().liveFamilies(whereView: field, is: value, before: before, limit: limit)
  }

  func liveStandings(whereView field: String, is value: String, before: FamilyID?, limit: Int)
    throws(StoreError) -> [FamilyStanding]
  {
    try alive().liveStandings(whereView: field, is: value, before: before, limit: limit)
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

  func openTask(key: String) throws(StoreError) -> TaskRecord? {
    store.tells(.forgetsStepKeys) ? nil : try alive().openTask(key: key)
  }

  func dueTasks(of stepTypes: [String], now: StoredInstant, limit: Int) throws(StoreError) -> [TaskRecord] {
    try alive().dueTasks(of: shown(stepTypes), now: now, limit: limit)
  }

  func nextTask(of stepTypes: [String]) throws(StoreError) -> StoredInstant? {
    try alive().nextTask(of: shown(stepTypes))
  }

  func tasks(in status: TaskRecord.Status, after: TaskID?, limit: Int) throws(StoreError) -> [TaskRecord] {
    try alive().tasks(in: status, after: after, limit: limit)
  }

  func attempts(of task: TaskID) throws(StoreError) -> [AttemptRecord] {
    let attempts = try alive().attempts(of: task)
    guard store.tells(.forgetsAnswers) else { return attempts }
    return attempts.map { attempt in
      var attempt = attempt
      attempt.endedAt = nil
      return attempt
    }
  }

  func openAttempt(
    of task: TaskID, number: Int64
  ) throws(StoreError) -> (family: FamilyID, attempt: AttemptRecord)? {
    guard store.tells(.forgetsAnswers) else { return try alive().openAttempt(of: task, number: number) }
    guard let family = try self.task(task)?.family,
      let attempt = try attempts(of: task).first(where: { $0.number == number })
    else { return nil }
    return (family, attempt)
  }

  func openAttempts() throws(StoreError) -> [AttemptRecord] {
    store.tells(.forgetsOpenAttempts) ? [] : try alive().openAttempts()
  }

  func mostClaims(on resource: String, from: StoredInstant, to: StoredInstant, excluding families: Set<FamilyID>)
    throws(StoreError) -> Int
  {
    store.tells(.forgetsClaims)
      ? 0 : try alive().mostClaims(on: resource, from: from, to: to, excluding: families)
  }

  func claims(of family: FamilyID) throws(StoreError) -> [ClaimRecord] {
    try alive().claims(of: family)
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

  func hasIncident(code: String, inbox: InboxID) throws(StoreError) -> Bool {
    try alive().hasIncident(code: code, inbox: inbox)
  }

  func openIncident(code: String, family: FamilyID?) throws(StoreError) -> IncidentRecord? {
    try alive().openIncident(code: code, family: family)
  }

  func openIncidents(about task: TaskID) throws(StoreError) -> [IncidentRecord] {
    try alive().openIncidents(about: task)
  }

  func inbox(_ id: InboxID) throws(StoreError) -> InboxRecord? {
    try alive().inbox(id)
  }

  func dueInbox(now: StoredInstant, limit: Int) throws(StoreError) -> [InboxRecord] {
    store.tells(.hidesWaitingEvents) ? [] : try alive().dueInbox(now: now, limit: limit)
  }

  func nextInbox() throws(StoreError) -> StoredInstant? {
    store.tells(.hidesWaitingEvents) ? nil : try alive().nextInbox()
  }

  func hasPendingInbox() throws(StoreError) -> Bool {
    store.tells(.hidesWaitingEvents) ? false : try alive().hasPendingInbox()
  }

  func pendingCount(of family: FamilyID) throws(StoreError) -> Int64 {
    store.tells(.forgetsQueues) ? 0 : try alive().pendingCount(of: family)
  }

  func countInboxWithoutFamily() throws(StoreError) -> Int64 {
    try alive().countInboxWithoutFamily()
  }

  func inbox(in status: InboxRecord.Status, limit: Int) throws(StoreError) -> [InboxRecord] {
    try alive().inbox(in: status, limit: limit)
  }

  func countInbox(in status: InboxRecord.Status) throws(StoreError) -> Int64 {
    try alive().countInbox(in: status)
  }

  func seen(source: String, keyHash: [UInt8]) throws(StoreError) -> SeenRecord? {
    store.tells(.forgetsKeys) ? nil : try alive().seen(source: source, keyHash: keyHash)
  }

  func record(kind: String, id: String) throws(StoreError) -> StoredRecord? {
    try alive().record(kind: kind, id: id)
  }

  func records(of kind: String, after id: String?, limit: Int) throws(StoreError) -> [StoredRecord] {
    try alive().records(of: kind, after: id, limit: limit)
  }

  func log(ofRecord id: String, kind: String) throws(StoreError) -> [RecordLogEntry] {
    try alive().log(ofRecord: id, kind: kind)
  }

  func recordLog(after position: Int64, limit: Int) throws(StoreError) -> [RecordLogEntry] {
    try alive().recordLog(after: position, limit: limit)
  }

  func lastRecordPosition(of kind: String) throws(StoreError) -> Int64 {
    try alive().lastRecordPosition(of: kind)
  }

  func claims(
    on resource: String, from: StoredInstant, to: StoredInstant, limit: Int
  ) throws(StoreError) -> [ClaimRecord] {
    try alive().claims(on: resource, from: from, to: to, limit: limit)
  }

  func origin(of family: FamilyID) throws(StoreError) -> String? {
    try alive().origin(of: family)
  }

  func eventCounts(of family: FamilyID) throws(StoreError) -> [EventCount] {
    try alive().eventCounts(of: family)
  }

  func capabilities(of family: FamilyID) throws(StoreError) -> [CapabilityRecord] {
    try alive().capabilities(of: family)
  }

  func capabilities(after: CapabilityRecord?, limit: Int) throws(StoreError) -> [CapabilityRecord] {
    try alive().capabilities(after: after, limit: limit)
  }

  func views(of family: FamilyID) throws(StoreError) -> [(field: String, value: String)] {
    try alive().views(of: family)
  }

  func seenWithoutEvent(limit: Int) throws(StoreError) -> [SeenRecord] {
    try alive().seenWithoutEvent(limit: limit)
  }

  func inbox(after: InboxID?, limit: Int) throws(StoreError) -> [InboxRecord] {
    try alive().inbox(after: after, limit: limit)
  }

  /// The step types that the store knows anything about.
  private func shown(_ stepTypes: [String]) -> [String] {
    store.tells(.hidesNotifications) ? stepTypes.filter { $0 != "email.send" } : stepTypes
  }
}
