import Storage

@testable import StorageTesting

/// One call of the contract with random arguments, some of them wrong on purpose. It does the same on every store in
/// the same state.
struct RandomOperation {
  let name: String
  /// The result of the call as text.
  let run: (any StoreWriter) throws -> String

  private static let texts = ["a", "b", "\u{E9}", "e\u{301}", "Z", ""]

  static func draw(_ random: inout SeededGenerator) -> RandomOperation {
    let family = FamilyID(rawValue: random.int(1...9))
    let instance = InstanceID(rawValue: random.int(1...14))
    let task = TaskID(rawValue: random.int(1...20))
    let event = InboxID(rawValue: random.int(1...20))
    let instant = random.int(0...1_000)
    let text = random.pick(texts)
    let data = Array("{\"n\":\(random.int(0...9))}".utf8)
    let limit = Int(random.int(0...6))
    // One in ten writes asserts the wrong version.
    let slip: Int64 = random.chance(10) ? 1 : 0
    func operation(_ name: String, _ run: @escaping (any StoreWriter) throws -> Any?) -> RandomOperation {
      RandomOperation(name: name) { writer in "\(try run(writer) as Any)" }
    }
    /// The machine's own family, most of the time.
    func owner(_ writer: any StoreWriter, _ fallback: FamilyID) throws -> FamilyID {
      for candidate in 1...9 {
        let candidate = FamilyID(rawValue: Int64(candidate))
        if try writer.instances(of: candidate).contains(where: { $0.id == instance }) { return candidate }
      }
      return fallback
    }

    switch random.int(0...35) {
    case 35:
      let version = random.int(1...2) + slip
      let record = StoredRecord(kind: random.pick(["a", "b"]), id: text, version: version, body: data, at: instant)
      guard random.int(1...4) > 1 else {
        return operation("dropRecord \(record.kind) \(text)") {
          try $0.dropRecord(kind: record.kind, id: text, version: version)
        }
      }
      return operation("putRecord \(record.kind) \(text)") { try $0.putRecord(record, actor: "x", reason: text) }
    case 0, 1:
      let status = random.pick(FamilyRecord.Status.allCases)
      let record = Sample.family(
        "VLT-\(random.int(1...6))\(text)", bundle: random.pick(["one", "two"]), status: status)
      return operation("insertFamily \(record.key)") { try $0.insertFamily(record) }
    case 2, 3:
      let status = random.pick(FamilyRecord.Status.allCases)
      return operation("updateFamily \(family)") { writer in
        guard var row = try writer.family(family) else { return nil }
        (row.status, row.body, row.version, row.updatedAt) = (status, data, row.version - slip, instant)
        return try writer.updateFamily(row)
      }
    case 4, 5: return operation("insertInstance") { try $0.insertInstance(Sample.instance(family, workflow: text)) }
    case 6:
      return operation("updateInstance") { writer in
        guard var row = try writer.instances(of: family).last else { return nil }
        (row.snapshot, row.version, row.status) = (data, row.version - slip, slip == 0 ? .running : .ended)
        return try writer.updateInstance(row)
      }
    case 7:
      let record = Sample.history(family, random.int(1...12))
      return operation("appendHistory") { try $0.appendHistory(record) }
    case 8, 9:
      let record = Sample.posting(
        family, random.int(1...4), random.int(0...3), debit: random.pick(texts), credit: text,
        amount: random.int(0...500))
      return operation("appendPosting") { try $0.appendPosting(record) }
    case 10, 11:
      let value = random.maybe(80) { $0.pick(texts) }
      let field = random.pick(["status", "stage"])
      return operation("setView") { try $0.setView(family, field: field, value: value) }
    case 12, 13, 14:
      let generation = random.int(1...9)
      return operation("putTimer") { writer in
        let family = try owner(writer, family)
        return try writer.putTimer(
          TimerRecord(due: instant, family: family, instance: instance, name: text, generation: generation))
      }
    case 15: return operation("removeTimer") { try $0.removeTimer(instance: instance, name: text) }
    case 16, 17:
      let status = random.pick(TaskRecord.Status.allCases)
      let next = random.maybe(70) { _ in instant }
      let stepType = random.pick(["stripe.transfer", "mail.send"])
      return operation("insertTask") { writer in
        let owner = (id: try owner(writer, family), instance: instance)
        return try writer.insertTask(
          Sample.task(owner, key: text, stepType: stepType, status: status, nextAt: next))
      }
    case 18, 19:
      let status = random.pick(TaskRecord.Status.allCases)
      let next = random.maybe(70) { _ in instant }
      return operation("updateTask \(task)") { writer in
        guard var row = try writer.task(task) else { return nil }
        (row.status, row.nextAt, row.result, row.isLate, row.usefulUntil) = (status, next, data, slip == 1, next)
        return try writer.updateTask(row)
      }
    case 20:
      let record = Sample.attempt(task, random.int(1...3), endedAt: random.maybe(30) { _ in instant })
      return operation("insertAttempt") { try $0.insertAttempt(record) }
    case 21:
      let record = Sample.attempt(task, random.int(1...3), endedAt: random.maybe(90) { _ in instant })
      return operation("endAttempt") { try $0.endAttempt(record) }
    case 22:
      let record = ClaimRecord(
        family: family, name: text, resource: random.pick(["a", "b"]), from: instant, to: instant + random.int(0...300))
      return operation("putClaim") { try $0.putClaim(record) }
    case 23: return operation("removeClaim") { try $0.removeClaim(family: family, name: text) }
    case 24:
      let isErased = random.chance(40)
      return operation("person") { writer in
        isErased ? try writer.erasePerson(of: family, at: instant) : try writer.putPerson(of: family, data: data)
      }
    case 25:
      let hash = random.pick(["one", "two", "three"])
      return operation("putBundle") { try $0.putBundle(Sample.bundle(hash, at: instant)) }
    case 26:
      let record = CapabilityRecord(
        hash: Sample.hash(UInt8(random.int(1...4)), random.chance(90) ? 32 : 31), family: family, role: text)
      return operation("insertCapability") { try $0.insertCapability(record) }
    case 33: return operation("setOrigin") { try $0.setOrigin(text, of: family) }
    case 34:
      let verdict = random.pick(["handled", "ignored"])
      return operation("countEvent") { try $0.countEvent(of: family, role: text, verdict: verdict, at: instant) }
    case 27, 28:
      let status = random.pick(InboxRecord.Status.allCases)
      let record = Sample.inbox(
        text, family: random.maybe(60) { _ in family }, status: status, nextAt: random.maybe(50) { _ in instant })
      return operation("insertInbox") { try $0.insertInbox(record) }
    case 29:
      let status = random.pick(InboxRecord.Status.allCases)
      let addressee = random.maybe(60) { _ in family }
      let next = random.maybe(50) { _ in instant }
      return operation("updateInbox \(event)") { writer in
        guard var row = try writer.inbox(event) else { return nil }
        (row.status, row.family, row.nextAt, row.cursor, row.tries) =
          (status, addressee, next, addressee, row.tries + 1)
        return try writer.updateInbox(row)
      }
    case 30:
      let record = Sample.seen(UInt8(random.int(1...5)), inbox: event)
      return operation("insertSeen") { try $0.insertSeen(record) }
    case 31:
      var record = Sample.incident(text, family: random.maybe(60) { _ in family })
      (record.inbox, record.task) = (random.maybe(30) { _ in event }, random.maybe(30) { _ in task })
      record.id = IncidentID(rawValue: random.int(1...9))
      record.status = random.pick(IncidentRecord.Status.allCases)
      let isNew = random.chance(60)
      return operation("incident") { writer in
        isNew ? try writer.insertIncident(record) as Any : try writer.updateIncident(record)
      }
    default:
      let filter = FamilyFilter(
        workflows: random.maybe(30) { $0.chance(50) ? ["booking"] : ["other", "booking"] },
        status: random.maybe(50) { $0.pick(FamilyRecord.Status.allCases) },
        view: random.chance(50) ? ("status", text) : nil, after: random.maybe(50) { _ in family }, limit: limit)
      return operation("reads") { writer in
        [
          "\(try writer.dueTimers(now: instant, limit: limit))",
          "\(try writer.timers(dueBefore: instant, limit: limit))",
          "\(try writer.dueTasks(of: ["mail.send", "stripe.transfer"], now: instant, limit: limit))",
          "\(try writer.dueInbox(now: instant, limit: limit))",
          "\(try writer.hasIncident(code: text, inbox: event))",
          "\(try writer.openIncident(code: text, family: family) as Any)",
          "\(try writer.openIncident(code: text, family: nil) as Any)",
          "\(try writer.tasks(in: .ready, after: task, limit: limit))",
          "\(try writer.inbox(in: .pending, limit: limit))",
          "\(try writer.liveStandings(whereView: "status", is: text, before: family, limit: limit + 1))",
          "\(try writer.liveFamilies(whereView: "status", is: text, before: family, limit: limit + 1))",
          "\(try writer.incidents(status: nil, family: nil, limit: limit))",
          "\(try writer.mostClaims(on: "a", from: instant, to: instant + 90, excluding: [family]))",
          "\(try writer.family(key: "VLT-1" + text) as Any)", "\(try writer.families(filter))",
        ]
      }
    }
  }
}
