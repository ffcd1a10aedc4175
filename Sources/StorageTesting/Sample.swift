import Storage

/// Rows for tests. Fields that a test does not name have plain values.
enum Sample {
  static let noFamily = FamilyID(rawValue: 999_999)

  /// A hash of `count` equal bytes.
  static func hash(_ byte: UInt8, _ count: Int = 32) -> [UInt8] { Array(repeating: byte, count: count) }

  static func json(_ text: String) -> [UInt8] { Array(text.utf8) }

  static func bundle(_ hash: String = "bundle", at: StoredInstant = 1) -> BundleRecord {
    BundleRecord(hash: hash, deployedAt: at, files: [.init(path: "booking.yaml", source: json("workflow: booking\n"))])
  }

  static func family(
    _ key: String, workflow: String = "booking", bundle: String = "bundle", status: FamilyRecord.Status = .running
  ) -> FamilyRecord {
    FamilyRecord(
      id: noFamily, key: key, workflow: workflow, bundle: bundle, version: 1, status: status, start: json("{\"s\":1}"),
      body: json("{\"a\":1}"),
      createdAt: 10, updatedAt: 11)
  }

  static func instance(_ family: FamilyID, workflow: String = "booking") -> InstanceRecord {
    InstanceRecord(
      id: InstanceID(rawValue: 999_999), family: family, workflow: workflow, version: 1, status: .running,
      states: "draft", snapshot: json("{\"s\":\"é\"}"), view: json("{}"), createdAt: 12, updatedAt: 13)
  }

  static func history(_ family: FamilyID, _ sequence: Int64) -> HistoryRecord {
    HistoryRecord(
      family: family, sequence: sequence, at: 20 + sequence, kind: "event", name: "pay", actor: "client",
      stimulus: json("{}"), trace: json("[]"), hash: hash(UInt8(truncatingIfNeeded: sequence)))
  }

  static func posting(
    _ family: FamilyID, _ sequence: Int64, _ position: Int64, debit: String = "client", credit: String = "held",
    amount: Int64 = 100, currency: String = "EUR"
  ) -> PostingRecord {
    PostingRecord(
      family: family, sequence: sequence, position: position, id: "pay/\(position)", debit: debit, credit: credit,
      amount: amount, currency: currency, at: 30)
  }

  static func timer(
    _ owner: (id: FamilyID, instance: InstanceID), _ name: String, due: StoredInstant, generation: Int64 = 1
  ) -> TimerRecord {
    TimerRecord(due: due, family: owner.id, instance: owner.instance, name: name, generation: generation)
  }

  static func task(
    _ owner: (id: FamilyID, instance: InstanceID), key: String, stepType: String = "stripe.transfer",
    status: TaskRecord.Status = .ready, nextAt: StoredInstant? = nil
  ) -> TaskRecord {
    TaskRecord(
      id: TaskID(rawValue: 999_999), family: owner.id, instance: owner.instance, step: "releasing",
      stepType: stepType, stepClass: "money", key: key, generation: 1, lane: "money", machine: "booking",
      incarnation: 2, serial: 3, isLate: false, usefulUntil: nil, attemptTimeout: nil, retryFirst: 5, retryFactor: 2,
      retryCap: 60, status: status, attempts: 0, nextAt: nextAt, deadline: nil, request: json("{\"amount\":1}"),
      result: [], createdAt: 40, updatedAt: 41)
  }

  static func attempt(_ task: TaskID, _ number: Int64, endedAt: StoredInstant? = nil) -> AttemptRecord {
    AttemptRecord(
      task: task, number: number, kind: .send, key: "k/\(number)", startedAt: 50, endedAt: endedAt,
      outcome: endedAt == nil ? "" : "done", detail: endedAt == nil ? [] : json("{}"))
  }

  static func inbox(
    _ key: String, family: FamilyID? = nil, status: InboxRecord.Status = .pending, nextAt: StoredInstant? = nil
  ) -> InboxRecord {
    InboxRecord(
      id: InboxID(rawValue: 999_999), source: "stripe", key: key, name: "payment_intent.succeeded", role: "provider",
      family: family, status: status, body: json("{\"x\":1}"), receivedAt: 60, signedAt: nil, nextAt: nextAt, tries: 0)
  }

  static func seen(_ byte: UInt8, source: String = "stripe", inbox: InboxID = InboxID(rawValue: 1)) -> SeenRecord {
    SeenRecord(
      source: source, keyHash: hash(byte, 16), bodyHash: hash(0xBB, 16), inbox: inbox, at: 70, verdict: [])
  }

  static func incident(_ code: String, family: FamilyID? = nil) -> IncidentRecord {
    IncidentRecord(
      id: IncidentID(rawValue: 999_999), family: family, inbox: nil, task: nil, code: code, title: "Guard failed",
      detail: json("{}"), status: .open, openedAt: 80, closedAt: nil, closedBy: "", reason: "")
  }
}
