import CEL
import CivilTime
import Control
import Statecharts
import Storage
import WorkflowEngine

/// The lists that operators ask for: `{items, next}`.
struct OperatorLists: Sendable {
  let readers: ReaderPool

  /// A read whose failure the operator sees.
  func reading<T: Sendable>(
    _ body: @escaping @Sendable (any StoreReader) throws(StoreError) -> T
  ) async throws(ControlFailure) -> T {
    do {
      return try await readers.query(body)
    } catch {
      throw ControlFailure(status: 503, code: error.kind.rawValue, message: error.message)
    }
  }

  private func page(_ items: [Value], next: Int64?, limit: Int) -> Value {
    ["items": .list(items), "next": items.count < limit ? .null : next.map { .string(String($0)) } ?? .null]
  }

  private func notFound(_ what: String) -> ControlFailure {
    ControlFailure(
      status: 404, code: "not_found", message: "there is no \(what)",
      hint: "'magnetiqctl bookings list' shows what there is")
  }

  func families(_ arguments: Arguments) async throws(ControlFailure) -> Value {
    var filter = FamilyFilter(
      workflow: arguments.text("workflow"), after: arguments.after.map { FamilyID(rawValue: $0) },
      limit: arguments.limit)
    if let status = arguments.text("status") {
      guard let known = FamilyRecord.Status(rawValue: status) else {
        throw ControlFailure(
          status: 400, code: "bad_argument", message: "status is running, stopped or ended, not '\(status)'")
      }
      filter.status = known
    }
    if let view = arguments["view"].mapValue?.entries.first {
      filter.view = (view.key.stringValue ?? "", Interpolation.display(view.value))
    }
    let asked = filter
    return try await reading { reader throws(StoreError) in
      let families = try reader.families(asked)
      var items: [Value] = []
      for family in families {
        items.append(
          .map(
            ValueMap([
              ("reference", .string(family.key)), ("workflow", .string(family.workflow)),
              ("status", .string(family.status.rawValue)), ("view", .map(try FamilyText.view(of: family, reader))),
              ("created", FamilyText.time(family.createdAt)), ("updated", FamilyText.time(family.updatedAt)),
            ])))
      }
      return page(items, next: families.last?.id.rawValue, limit: arguments.limit)
    }
  }

  func family(_ arguments: Arguments) async throws(ControlFailure) -> Value {
    let reference = try arguments.required("reference")
    let shown = try await reading { reader throws(StoreError) -> Value? in
      guard let family = try reader.family(key: reference) else { return nil }
      return try FamilyText.show(family, reader)
    }
    guard let shown else { throw notFound("'\(reference)'") }
    return shown
  }

  func history(_ arguments: Arguments) async throws(ControlFailure) -> Value {
    let reference = try arguments.required("reference")
    let shown = try await reading { reader throws(StoreError) -> Value? in
      guard let family = try reader.family(key: reference) else { return nil }
      let rows = try reader.history(of: family.id, after: arguments.after ?? 0, limit: arguments.limit)
      var items: [Value] = []
      for row in rows { items += lines(row) }
      return [
        "items": .list(items),
        "next": rows.count < arguments.limit ? .null : rows.last.map { .string(String($0.sequence)) } ?? .null,
      ]
    }
    guard let shown else { throw notFound("'\(reference)'") }
    return shown
  }

  /// One line for each thing that came of a step; a step that changed no state is a line all the same.
  private func lines(_ row: HistoryRecord) -> [Value] {
    func line(_ entry: Value?) -> Value {
      func words(_ key: String) -> Value {
        .string((entry?[key]?.listValue ?? []).compactMap(\.stringValue).joined(separator: " "))
      }
      var map = ValueMap([
        ("at", FamilyText.time(row.at)), ("sequence", .int(row.sequence)),
        ("workflow", entry?["machine"] ?? ""), ("from", words("from")), ("to", words("to")),
        ("event", .string(JournalRecord.readable(entry?["event"]?.stringValue ?? row.name))),
        ("by", .string(row.actor)),
      ])
      if row.kind == "outcome" { map["step"] = .string(row.name) }
      if let entry, let kind = entry["kind"]?.stringValue, kind != "transition" { map["outcome"] = .string(kind) }
      if let text = entry?["text"] ?? entry?["code"] ?? entry?["timer"] { map["text"] = text }
      return .map(map)
    }
    let trace = FamilyText.value(row.trace).listValue ?? []
    return trace.isEmpty ? [line(nil)] : trace.map { line($0) }
  }

  func timers(_ arguments: Arguments) async throws(ControlFailure) -> Value {
    let before = try arguments.instant("before")
    return try await reading { reader throws(StoreError) in
      let timers: [TimerRecord]
      if let reference = arguments.text("reference") {
        guard let family = try reader.family(key: reference) else { return page([], next: nil, limit: 1) }
        timers = try reader.timers(of: family.id).sorted { ($0.due, $0.name) < ($1.due, $1.name) }
      } else {
        timers = try reader.timers(dueBefore: before?.microsecondsRoundedUp ?? .max, limit: arguments.limit)
      }
      var items: [Value] = []
      for timer in timers {
        guard let family = try reader.family(timer.family) else { continue }
        let instance = try reader.instances(of: timer.family).first { $0.id == timer.instance }
        items.append(
          .map(
            ValueMap([
              ("due", FamilyText.time(timer.due)), ("reference", .string(family.key)),
              ("workflow", .string(instance?.workflow ?? "")), ("name", .string(timer.name)),
            ])))
      }
      return page(items, next: nil, limit: .max)
    }
  }

  func tasks(_ arguments: Arguments) async throws(ControlFailure) -> Value {
    let statuses = try taskStatuses(arguments)
    return try await reading { reader throws(StoreError) in
      var records: [TaskRecord] = []
      if let reference = arguments.text("reference") {
        guard let family = try reader.family(key: reference) else { return page([], next: nil, limit: 1) }
        records = try reader.tasks(of: family.id, closed: true).filter { record in
          statuses.contains(record.status) && record.id.rawValue > arguments.after ?? .min
        }
      } else {
        for status in statuses {
          records += try reader.tasks(
            in: status, after: arguments.after.map { TaskID(rawValue: $0) }, limit: arguments.limit)
        }
      }
      records = Array(records.sorted { $0.id < $1.id }.prefix(arguments.limit))
      var items: [Value] = []
      for record in records {
        guard let family = try reader.family(record.family), case .map(var map) = FamilyText.task(record) else {
          continue
        }
        if let assignee = arguments.text("assignee"), map["assignee"]?.stringValue != assignee { continue }
        map["reference"] = .string(family.key)
        map["workflow"] = .string(record.machine)
        items.append(.map(map))
      }
      // A page whose rows another person's tasks were left out of is not the last one.
      return page(
        items, next: records.count < arguments.limit ? nil : records.last?.id.rawValue,
        limit: records.count < arguments.limit ? .max : items.count)
    }
  }

  /// Work for people, unless a status is asked for.
  private func taskStatuses(_ arguments: Arguments) throws(ControlFailure) -> [TaskRecord.Status] {
    guard let text = arguments.text("status") else { return [.open, .parked] }
    guard let status = TaskRecord.Status(rawValue: text) else {
      let known = TaskRecord.Status.allCases.map(\.rawValue).joined(separator: ", ")
      throw ControlFailure(status: 400, code: "bad_argument", message: "status is one of \(known), not '\(text)'")
    }
    return [status]
  }

  func incidents(_ arguments: Arguments) async throws(ControlFailure) -> Value {
    var status: IncidentRecord.Status? = .open
    if let text = arguments.text("status") {
      status = text == "all" ? nil : IncidentRecord.Status(rawValue: text)
      if status == nil && text != "all" {
        throw ControlFailure(
          status: 400, code: "bad_argument", message: "status is open, retried, skipped, discarded, resolved or all")
      }
    }
    let asked = status
    return try await reading { reader throws(StoreError) in
      var family: FamilyID?
      if let reference = arguments.text("reference") {
        guard let record = try reader.family(key: reference) else { return page([], next: nil, limit: 1) }
        family = record.id
      }
      var items: [Value] = []
      for record in try reader.incidents(status: asked, family: family, limit: arguments.limit) {
        guard case .map(var map) = FamilyText.incident(record) else { continue }
        if let family = record.family, let owner = try reader.family(family) {
          map["reference"] = .string(owner.key)
          map["workflow"] = .string(owner.workflow)
        }
        items.append(.map(map))
      }
      return page(items, next: nil, limit: .max)
    }
  }

  func incident(_ arguments: Arguments) async throws(ControlFailure) -> Value {
    let id = IncidentID(rawValue: try arguments.id("incident"))
    let shown = try await reading { reader throws(StoreError) -> Value? in
      guard let record = try reader.incident(id), case .map(var map) = FamilyText.incident(record) else { return nil }
      if let family = record.family, let owner = try reader.family(family) { map["reference"] = .string(owner.key) }
      map["detail"] = FamilyText.value(record.detail)
      if let task = record.task { map["task"] = .string(task.description) }
      if let inbox = record.inbox { map["inbox"] = .string(inbox.description) }
      if !record.closedBy.isEmpty {
        map["closedBy"] = .string(record.closedBy)
        map["reason"] = .string(record.reason)
      }
      return .map(map)
    }
    guard let shown else { throw notFound("incident \(id)") }
    return shown
  }

  func inbox(_ arguments: Arguments) async throws(ControlFailure) -> Value {
    let text = arguments.text("status") ?? "unmatched"
    guard let status = InboxRecord.Status(rawValue: text) else {
      let known = InboxRecord.Status.allCases.map(\.rawValue).joined(separator: ", ")
      throw ControlFailure(status: 400, code: "bad_argument", message: "status is one of \(known), not '\(text)'")
    }
    return try await reading { reader throws(StoreError) in
      var items: [Value] = []
      for record in try reader.inbox(in: status, limit: arguments.limit) {
        if let source = arguments.text("source"), record.source != source { continue }
        var map = ValueMap([
          ("id", .string(record.id.description)), ("source", .string(record.source)), ("key", .string(record.key)),
          ("name", .string(record.name)), ("status", .string(record.status.rawValue)),
          ("received", FamilyText.time(record.receivedAt)), ("attempts", .int(record.tries)),
        ])
        if let family = record.family, let owner = try reader.family(family) { map["reference"] = .string(owner.key) }
        items.append(.map(map))
      }
      return page(items, next: nil, limit: .max)
    }
  }

  func workflows(_ bundles: DeployedBundles) async throws(ControlFailure) -> Value {
    let counts = try await reading { reader throws(StoreError) in
      Dictionary(try reader.bundles().map { ($0.hash, $0.families) }, uniquingKeysWith: +)
    }
    var items: [Value] = []
    for bundle in bundles.deployed {
      for machine in bundle.machines {
        items.append(
          .map(
            ValueMap([
              ("workflow", .string(machine.name)), ("version", .string(String(bundle.hash.prefix(12)))),
              ("hash", .string(bundle.hash)), ("families", .int(counts[bundle.hash] ?? 0)),
              ("states", .int(Int64(machine.states.count - 1))),
            ])))
      }
    }
    return page(items, next: nil, limit: .max)
  }

  /// The source of a workflow: as it is deployed, or in the version whose hash begins so.
  func workflow(_ arguments: Arguments, _ bundles: DeployedBundles) async throws(ControlFailure) -> Value {
    let name = try arguments.required("workflow")
    let version = arguments.text("version")
    let deployed = bundles.deployed.first { $0.machineIndex[name] != nil }?.hash
    guard let wanted = version ?? deployed else { throw notFound("workflow '\(name)'") }
    let found = try await reading { reader throws(StoreError) -> [(hash: String, source: String)] in
      let hashes = try reader.bundles().map(\.hash).filter { $0.hasPrefix(wanted) }
      guard hashes.count == 1, let files = try reader.bundle(hashes[0])?.files else { return hashes.map { ($0, "") } }
      return files.filter { $0.path == "\(name).yaml" || $0.path == "\(name).yml" }.map {
        (hashes[0], String(decoding: $0.source, as: UTF8.self))
      }
    }
    if found.count > 1 {
      throw ControlFailure(
        status: 400, code: "bad_argument", message: "\(found.count) versions begin with '\(wanted)'",
        hint: "give more of its characters")
    }
    guard let found = found.first else { throw notFound("source of '\(name)'\(version.map { " in \($0)" } ?? "")") }
    return [
      "workflow": .string(name), "version": .string(String(found.hash.prefix(12))), "hash": .string(found.hash),
      "source": .string(found.source),
    ]
  }

  /// What `status` and the metrics count.
  func counts() async throws(ControlFailure) -> ValueMap {
    try await reading { reader throws(StoreError) in
      ValueMap([
        ("incidents_open", .int(try reader.countOpenIncidents())),
        ("inbox_pending", .int(try reader.countInbox(in: .pending))),
        ("inbox_unmatched", .int(try reader.countInbox(in: .unmatched))),
        ("tasks_open", .int(Int64(try reader.tasks(in: .open, after: nil, limit: 1_000).count))),
        ("tasks_parked", .int(Int64(try reader.tasks(in: .parked, after: nil, limit: 1_000).count))),
      ])
    }
  }
}
