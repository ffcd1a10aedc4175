import CEL
import CivilTime
import Storage

/// A family as operators and the public interface see it, from committed rows alone.
enum FamilyText {
  static func value(_ bytes: [UInt8]) -> Value {
    guard !bytes.isEmpty else { return .null }
    do {
      return try JSON.parse(bytes)
    } catch {
      return .null
    }
  }

  static func time(_ stored: StoredInstant) -> Value {
    Instant(microseconds: stored).map { .timestamp($0) } ?? .null
  }

  /// The view fields of all machines together; the latest incarnation of a machine counts.
  static func view(of family: FamilyRecord, _ reader: any StoreReader) throws(StoreError) -> ValueMap {
    var view = ValueMap()
    for instance in try reader.instances(of: family.id) {
      for entry in value(instance.view).mapValue?.entries ?? [] { view[entry.key.stringValue ?? ""] = entry.value }
    }
    return view
  }

  /// - Parameter fields: those that the reader may see.
  static func publicView(
    _ family: FamilyRecord, _ fields: Set<String>, _ reader: any StoreReader
  ) throws(StoreError) -> Value {
    let visible = try view(of: family, reader).entries.filter { fields.contains($0.key.stringValue ?? "") }
    return .map(
      ValueMap([
        ("reference", .string(family.key)),
        ("view", .map(ValueMap(visible.map { ($0.key.stringValue ?? "", $0.value) }))),
        ("created", time(family.createdAt)), ("updated", time(family.updatedAt)),
      ]))
  }

  /// Where it is, what it waits for, since when, who can unblock it.
  static func show(_ family: FamilyRecord, _ reader: any StoreReader) throws(StoreError) -> Value {
    let timers = try reader.timers(of: family.id)
    let tasks = try reader.tasks(of: family.id, closed: false)
    let incidents = try reader.incidents(status: .open, family: family.id, limit: 100)
    var machines: [Value] = []
    for instance in try reader.instances(of: family.id) {
      machines.append(machine(instance, timers, tasks))
    }
    var ledger = ValueMap()
    var balances: [String: Int64] = [:]
    var order: [String] = []
    for posting in try reader.postings(of: family.id) {
      for account in [posting.debit, posting.credit] where !order.contains(account) { order.append(account) }
      balances[posting.debit, default: 0] -= posting.amount
      balances[posting.credit, default: 0] += posting.amount
    }
    for account in order { ledger[account] = .int(balances[account] ?? 0) }
    ledger["currency"] = value(family.body)["currency"] ?? .null
    return .map(
      ValueMap([
        ("reference", .string(family.key)), ("workflow", .string(family.workflow)),
        ("status", .string(family.status.rawValue)), ("view", .map(try view(of: family, reader))),
        ("machines", .list(machines)), ("waits", .list(waits(family, timers, tasks, incidents))),
        ("ledger", .map(ledger)),
        ("tasks", .list(tasks.filter { command(for: $0) != nil }.map(task))),
        ("incidents", .list(incidents.map(incident))),
        ("events", .list(try reader.eventCounts(of: family.id).map(count))), ("created", time(family.createdAt)),
        ("updated", time(family.updatedAt)),
      ]))
  }

  private static func machine(_ instance: InstanceRecord, _ timers: [TimerRecord], _ tasks: [TaskRecord]) -> Value {
    let armed = timers.filter { $0.instance == instance.id }.sorted { ($0.due, $0.name) < ($1.due, $1.name) }.map {
      Value.map(ValueMap([("name", .string($0.name)), ("due", time($0.due))]))
    }
    let steps = tasks.filter { $0.instance == instance.id }.map { task -> Value in
      var map = ValueMap([
        ("id", .string(task.step)), ("step", .string(task.stepType)), ("status", .string(task.status.rawValue)),
        ("attempts", .int(task.attempts)), ("task", .string(task.id.description)),
      ])
      if let next = task.nextAt { map["nextAt"] = time(next) }
      return .map(map)
    }
    return .map(
      ValueMap([
        ("workflow", .string(instance.workflow)),
        ("states", .list(instance.states.split(separator: " ").map { .string(String($0)) })),
        ("since", since(instance)), ("view", value(instance.view)), ("timers", .list(armed)), ("steps", .list(steps)),
      ]))
  }

  /// When its present states were entered last.
  private static func since(_ instance: InstanceRecord) -> Value {
    let visits = value(instance.snapshot)["visits"]
    let entered = instance.states.split(separator: " ").compactMap { visits?[String($0)]?[1]?.stringValue }
    return entered.max().map { .string($0) } ?? time(instance.updatedAt)
  }

  private static func waits(
    _ family: FamilyRecord, _ timers: [TimerRecord], _ tasks: [TaskRecord], _ incidents: [IncidentRecord]
  ) -> [Value] {
    var result: [Value] = []
    func wait(_ what: String, since: StoredInstant, until: StoredInstant?, who: String) {
      var map = ValueMap([("for", .string(what)), ("since", time(since)), ("who", .string(who))])
      if let until { map["until"] = time(until) }
      result.append(.map(map))
    }
    for incident in incidents where family.status == .stopped {
      wait(
        "a decision about incident \(incident.id): \(incident.title)", since: incident.openedAt, until: nil,
        who: "an operator")
    }
    for task in tasks {
      let request = value(task.request)
      switch task.status {
      case .open:
        wait(
          "task \(task.id): \(request["title"]?.stringValue ?? task.step)", since: task.createdAt, until: nil,
          who: request["assignee"]?.stringValue ?? "an operator")
      case .parked:
        wait(
          "parked step \(task.step) (task \(task.id))", since: task.updatedAt, until: nil,
          who: "an operator, by \(command(for: task) ?? "")")
      case .running: wait("the reply to \(task.stepType)", since: task.updatedAt, until: nil, who: "the provider")
      case .accepted:
        wait(
          "the settlement of \(task.stepType) (task \(task.id))", since: task.updatedAt, until: nil,
          who: "the provider; it is asked at once by \(command(for: task) ?? "")")
      case .unknown:
        wait(
          "what became of \(task.stepType) (task \(task.id))", since: task.updatedAt, until: task.nextAt,
          who: "the daemon; the provider is asked at once by \(command(for: task) ?? "")")
      case .ready:
        wait("the next attempt of \(task.stepType)", since: task.updatedAt, until: task.nextAt, who: "the daemon")
      case .done, .failed, .stopped: break
      }
    }
    for timer in timers.sorted(by: { ($0.due, $0.name) < ($1.due, $1.name) }) {
      wait("timer \(timer.name)", since: family.updatedAt, until: timer.due, who: "time")
    }
    return result
  }

  /// The command that helps a step on; nil if it goes on by itself.
  private static func command(for task: TaskRecord) -> String? {
    switch task.status {
    case .open: "magnetiqctl tasks done \(task.id)"
    case .parked, .accepted, .unknown: "magnetiqctl tasks retry \(task.id)"
    case .ready, .running, .done, .failed, .stopped: nil
    }
  }

  static func task(_ record: TaskRecord) -> Value {
    let request = value(record.request)
    var map = ValueMap([
      ("task", .string(record.id.description)), ("step", .string(record.stepType)), ("id", .string(record.step)),
      ("status", .string(record.status.rawValue)), ("attempts", .int(record.attempts)),
      ("since", time(record.createdAt)),
    ])
    if let command = command(for: record) { map["command"] = .string(command) }
    if let title = request["title"], title != .null { map["title"] = title }
    if let assignee = request["assignee"], assignee != .null { map["assignee"] = assignee }
    if let text = request["text"], text != .null { map["text"] = text }
    if let due = request["due"], due != .null { map["due"] = due }
    return .map(map)
  }

  /// How often a role's events ended alike; those that changed nothing are counted here and stand nowhere else.
  private static func count(_ count: EventCount) -> Value {
    .map(
      ValueMap([
        ("role", .string(count.role)), ("verdict", .string(count.verdict)), ("count", .int(count.count)),
        ("last", time(count.lastAt)),
      ]))
  }

  static func incident(_ record: IncidentRecord) -> Value {
    .map(
      ValueMap([
        ("incident", .string(record.id.description)), ("problem", .string(record.code)),
        ("status", .string(record.status.rawValue)), ("since", time(record.openedAt)),
        ("message", .string(record.title)),
      ]))
  }
}
