import Storage

/// The whole state of a store as a value. A copy of it is a snapshot.
struct Tables: Sendable {
  var meta = OrderedMap<Text, String>()
  var bundles = OrderedMap<Text, BundleRecord>()

  var families = OrderedMap<Int64, FamilyRecord>()
  var familyByKey = OrderedMap<Text, Int64>()
  var instances = OrderedMap<Int64, InstanceRecord>()
  var instancesByFamily = OrderedMap<Pair<Int64, Int64>, Int64>()
  var history = OrderedMap<Pair<Int64, Int64>, HistoryRecord>()
  /// By family: the number and the time of the last row of its history.
  var lastSteps: [Int64: (sequence: Int64, at: StoredInstant)] = [:]
  var postings = OrderedMap<Triple<Int64, Int64, Int64>, PostingRecord>()

  /// By (field, value, family), and the value by (family, field).
  var views = OrderedMap<Triple<Text, Text, Int64>, FamilyID>()
  var viewByFamily = OrderedMap<Pair<Int64, Text>, String>()

  /// By (due, instance, name), and the due time by (instance, name).
  var timers = OrderedMap<Triple<Int64, Int64, Text>, TimerRecord>()
  var timerByName = OrderedMap<Pair<Int64, Text>, Int64>()

  var tasks = OrderedMap<Int64, TaskRecord>()
  var tasksByFamily = OrderedMap<Pair<Int64, Int64>, Int64>()
  /// The open tasks that have a key, by that key.
  var openTaskByKey = OrderedMap<Text, Int64>()
  /// The tasks that are to be attempted, by (step type, nextAt, id).
  var tasksByTime = OrderedMap<Triple<Text, Int64, Int64>, Int64>()
  var attempts = OrderedMap<Pair<Int64, Int64>, AttemptRecord>()
  var openAttempts = OrderedMap<Pair<Int64, Int64>, TaskID>()

  var claims = OrderedMap<Pair<Int64, Text>, ClaimRecord>()
  /// The personal data; nil once it was erased.
  var persons = OrderedMap<Int64, [UInt8]?>()
  var capabilities = OrderedMap<Triple<Int64, Text, Bytes>, CapabilityRecord>()

  var origins = OrderedMap<Int64, String>()
  /// By (family, role, verdict).
  var eventCounts = OrderedMap<Triple<Int64, Text, Text>, EventCount>()

  /// By (kind, id), and every version by that and the version.
  var records = OrderedMap<Pair<Text, Text>, StoredRecord>()
  var recordVersions = OrderedMap<Pair<Pair<Text, Text>, Int64>, RecordLogEntry>()
  var lastRecordPosition: Int64 = 0
  var lastRecordPositions = OrderedMap<Text, Int64>()

  var inbox = OrderedMap<Int64, InboxRecord>()
  /// The events that are not consumed.
  var openInbox = OrderedMap<Int64, InboxID>()
  var seen = OrderedMap<Pair<Text, Bytes>, SeenRecord>()
  var incidents = OrderedMap<Int64, IncidentRecord>()

  func isRunning(_ family: FamilyID) -> Bool { families[family.rawValue]?.status == .running }

  /// Throws `constraint` if the family does not exist.
  func requireFamily(_ id: FamilyID, _ table: String) throws(StoreError) {
    guard families[id.rawValue] != nil else {
      throw StoreError(.constraint, "\(table): family \(id) does not exist; insert it first")
    }
  }

  /// Throws `constraint` if the instance does not exist or belongs to another family.
  func requireInstance(_ id: InstanceID, of family: FamilyID, _ table: String) throws(StoreError) {
    guard instances[id.rawValue]?.family == family else {
      throw StoreError(.constraint, "\(table): family \(family) has no instance \(id); insert it first")
    }
  }
}

extension OrderedMap where Key == Int64 {
  /// The id of the next row. Rows are never deleted, so ids only rise.
  var nextID: Int64 { (lastKey ?? 0) + 1 }
}
