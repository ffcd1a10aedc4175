import Storage

/// The whole state of a store as a value: copying it is taking a snapshot.
struct Tables: Sendable {
  var meta = OrderedMap<Text, String>()
  var bundles = OrderedMap<Text, BundleRecord>()

  var families = OrderedMap<Int64, FamilyRecord>()
  var familyByKey = OrderedMap<Text, Int64>()
  var instances = OrderedMap<Int64, InstanceRecord>()
  var instancesByFamily = OrderedMap<Pair<Int64, Int64>, Int64>()
  var history = OrderedMap<Pair<Int64, Int64>, HistoryRecord>()
  var postings = OrderedMap<Triple<Int64, Int64, Int64>, PostingRecord>()

  /// (field, value, family) and (family, field) → value.
  var views = OrderedMap<Triple<Text, Text, Int64>, FamilyID>()
  var viewByFamily = OrderedMap<Pair<Int64, Text>, String>()

  /// (due, instance, name) and (instance, name) → due.
  var timers = OrderedMap<Triple<Int64, Int64, Text>, TimerRecord>()
  var timerByName = OrderedMap<Pair<Int64, Text>, Int64>()

  var tasks = OrderedMap<Int64, TaskRecord>()
  var tasksByFamily = OrderedMap<Pair<Int64, Int64>, Int64>()
  /// Keys of tasks that are not closed.
  var openTaskByKey = OrderedMap<Text, Int64>()
  /// (step type, nextAt, id) of tasks that are to be attempted.
  var tasksByTime = OrderedMap<Triple<Text, Int64, Int64>, Int64>()
  var attempts = OrderedMap<Pair<Int64, Int64>, AttemptRecord>()
  var openAttempts = OrderedMap<Pair<Int64, Int64>, TaskID>()

  var claims = OrderedMap<Pair<Int64, Text>, ClaimRecord>()
  /// nil: erased.
  var persons = OrderedMap<Int64, [UInt8]?>()
  var capabilities = OrderedMap<Bytes, CapabilityRecord>()

  var origins = OrderedMap<Int64, String>()
  /// (family, role, verdict)
  var eventCounts = OrderedMap<Triple<Int64, Text, Text>, EventCount>()

  var inbox = OrderedMap<Int64, InboxRecord>()
  /// Events that are not consumed.
  var openInbox = OrderedMap<Int64, InboxID>()
  var seen = OrderedMap<Pair<Text, Bytes>, SeenRecord>()
  var incidents = OrderedMap<Int64, IncidentRecord>()

  func isRunning(_ family: FamilyID) -> Bool { families[family.rawValue]?.status == .running }

  /// `constraint` if the family does not exist.
  func requireFamily(_ id: FamilyID, _ table: String) throws(StoreError) {
    guard families[id.rawValue] != nil else {
      throw StoreError(.constraint, "\(table): family \(id) does not exist; insert it first")
    }
  }

  /// `constraint` if the instance does not exist or belongs to another family.
  func requireInstance(_ id: InstanceID, of family: FamilyID, _ table: String) throws(StoreError) {
    guard instances[id.rawValue]?.family == family else {
      throw StoreError(.constraint, "\(table): family \(family) has no instance \(id); insert it first")
    }
  }
}

extension OrderedMap where Key == Int64 {
  /// The id that the next row gets. Rows are never deleted, so ids only rise.
  var nextID: Int64 { (lastKey ?? 0) + 1 }
}
