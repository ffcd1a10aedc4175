import CEL
import CivilTime
import EngineMessages
import Execution
import Foundation
import Statecharts
import Storage
import Testing
import WorkflowEngine
import WorkflowTesting

@testable import SQLiteStorage
@testable import WorkflowDefinitions

/// `store verify` on a file that somebody has edited while the daemon was off: what matters is found, table by table and column by
/// column. A new table or column fails here until somebody has said how an edit of it is found, or why it need not be.
@Suite struct VerificationTests {
  private static let scene = Result { try EditedStore() }

  @Test func anUntouchedStoreIsSound() throws {
    let found = try Self.scene.get().findings { _ in }
    #expect(found == [])
  }

  /// Until version 5 a snapshot had the first and the last entry of each state, how often it was entered, and what is empty.
  @Test func snapshotsInTheWordsOfAnEarlierVersionAreSound() throws {
    let found = try Self.scene.get().findings { connection in
      let rows = try connection.prepare("SELECT id, snapshot FROM instances", name: "rows", persistent: false).all {
        (id: $0.int(), snapshot: $0.text())
      }
      var changed = 0
      for row in rows {
        guard var snapshot = try JSON.parse(row.snapshot).mapValue else { continue }
        var visits = snapshot["visits"]?.mapValue ?? ValueMap()
        for group in snapshot["entered"]?.listValue ?? [] {
          for state in group.listValue?.dropFirst() ?? [] {
            visits[state.stringValue ?? ""] = .list([group[0] ?? .null, group[0] ?? .null, .int(1)])
            changed += 1
          }
        }
        snapshot["entered"] = nil
        snapshot["visits"] = .map(visits)
        for key in ["history", "steps"] where snapshot[key] == nil { snapshot[key] = .list([]) }
        if snapshot["done"] == nil { snapshot["done"] = false }
        let text = JSON.text(.map(snapshot)).replacing("'", with: "''")
        try connection.execute("UPDATE instances SET snapshot = '\(text)' WHERE id = \(row.id)")
      }
      #expect(changed > 20)
      try connection.execute(
        "UPDATE families SET body = json_set(body, '$.postings', coalesce(body -> '$.postings', json('[]')))")
    }
    #expect(found == [])
  }

  /// Until version 5 the first row of a history held the start of its family, and the chain began with that row.
  @Test func historiesThatHoldTheirStartThemselvesAreSound() throws {
    let scene = try Self.scene.get()
    let edits = try scene.read { reader in
      var edits: [String] = []
      for family in try reader.families(FamilyFilter(limit: 1_000)) {
        var hash: [UInt8] = []
        for var row in try reader.history(of: family.id, after: 0, limit: 1_000) {
          if row.sequence == 1, var stimulus = try JSON.parse(row.stimulus).mapValue {
            stimulus["family"] = try JSON.parse(family.start)
            row.stimulus = JSON.encodeCanonical(.map(stimulus))
          }
          hash = HistoryChain.hash(of: row, after: hash, digest: ShippedWorkflows.digest)
          let stimulus = String(decoding: row.stimulus, as: UTF8.self).replacing("'", with: "''")
          let hex = hash.map { String(format: "%02x", $0) }.joined()
          edits.append(
            "UPDATE history SET stimulus = '\(stimulus)', hash = x'\(hex)' WHERE family = \(family.id) AND sequence = \(row.sequence)"
          )
        }
      }
      return edits
    }
    #expect(try scene.findings { connection in for edit in edits { try connection.execute(edit) } } == [])
  }

  @Test func everyTableHasRowsToEdit() throws {
    let scene = try Self.scene.get()
    for table in try scene.tables() { #expect(try scene.count(table) > 0, "\(table) is empty") }
  }

  @Test(arguments: [
    "attempts", "bundle_files", "bundles", "capabilities", "claims", "event_counts", "families", "family_starts",
    "history", "inbox", "incidents", "instances", "meta", "origins", "persons", "postings", "record_log",
    "records", "seen", "tasks", "timers", "views",
  ])
  func anEditOfAnyColumnIsFound(table: String) throws {
    let scene = try Self.scene.get()
    for column in try scene.columns(of: table) where Self.excused["\(table).\(column.name)"] == nil {
      let edit = Self.edits["\(table).\(column.name)"] ?? scene.plainEdit(of: column, in: table)
      let found = try scene.findings { connection in
        try connection.execute(edit)
        #expect(connection.lastChangeCount > 0, "nothing to edit: \(edit)")
      }
      #expect(found != [], "\(table).\(column.name) is not looked at: \(edit)")
    }
  }

  @Test func theTestKnowsEveryTable() throws {
    let known = Set(["attempts", "bundle_files", "bundles", "capabilities", "claims", "families", "history", "inbox"])
      .union(["incidents", "instances", "meta", "persons", "postings", "seen", "tasks", "timers", "views"])
      .union(["event_counts", "family_starts", "origins", "record_log", "records"])
    #expect(Set(try Self.scene.get().tables()) == known)
  }

  @Test func aRowThatIsTakenAwayIsFound() throws {
    let scene = try Self.scene.get()
    // Facts with one home each, what people have decided already, and counts for people.
    for table in try scene.tables() where !["meta", "incidents", "event_counts"].contains(table) {
      let found = try scene.findings { try $0.execute("DELETE FROM \(table) WHERE \(scene.last(of: table))") }
      #expect(found != [], "a row of \(table)")
    }
  }

  @Test(arguments: [
    "INSERT INTO capabilities SELECT randomblob(32), family, role FROM capabilities LIMIT 1",
    "INSERT INTO claims SELECT family, name || 'x', resource, starts, ends FROM claims LIMIT 1",
    "INSERT INTO postings SELECT family, sequence, position + 50, id, debit, credit, 1, currency, at FROM postings LIMIT 1",
    "INSERT INTO views SELECT field || 'x', value, family, live FROM views LIMIT 1",
    "INSERT INTO attempts SELECT task, number + 1, kind, key, started_at, ended_at, outcome, detail FROM attempts LIMIT 1",
    "UPDATE capabilities SET family = (SELECT max(id) FROM families) WHERE family = 1",
    "UPDATE postings SET currency = 'USD' WHERE family = 1",
    "UPDATE postings SET debit = credit, credit = debit WHERE family = 1",
    "UPDATE families SET status = 'stopped' WHERE id = 1", "UPDATE families SET status = 'ended' WHERE id = 2",
    "UPDATE inbox SET status = 'consumed' WHERE status = 'unmatched'",
    "UPDATE inbox SET status = 'pending' WHERE id = 1",
  ])
  func aRowThatIsAddedOrMovedIsFound(edit: String) throws {
    let found = try Self.scene.get().findings { connection in
      try connection.execute(edit)
      #expect(connection.lastChangeCount > 0, "nothing to edit: \(edit)")
    }
    #expect(found != [])
  }

  /// Columns of which an edit is not found, each with the reason.
  private static let excused = [
    "attempts.number": "",
    "bundles.deployed_at": "orders a list; nothing else follows from it",
    "event_counts.family": "counts are for people",
    "event_counts.role": "counts are for people",
    "event_counts.verdict": "counts are for people",
    "event_counts.count": "counts are for people",
    "event_counts.last_at": "counts are for people",
    "families.updated_at": "the time of the last write; only that it is not before the birth",
    "families.version": "lets a second writer notice the first; any number does",
    "instances.updated_at": "as that of families",
    "instances.version": "as that of families",
    "inbox.name": "said by the sender; what a family made of it stands in its history",
    "inbox.signed_at": "said by the sender",
    "inbox.tries": "counts how often a family was looked for",
    "incidents.id": "nothing refers to it",
    "incidents.family": "for people; a stopped family without one is found",
    "incidents.inbox": "for people; a held event without one is found",
    "incidents.task": "for people",
    "incidents.code": "for people, and in the journal",
    "incidents.title": "for people, and in the journal",
    "incidents.opened_at": "for people, and in the journal",
    "incidents.closed_by": "what a person said, and nowhere else",
    "incidents.reason": "what a person said, and nowhere else",
    "meta.key": "each fact has one home; a program that misses one starts anew from the clock",
    "record_log.position": "orders the log",
    "record_log.actor": "for people",
    "record_log.reason": "for people",
    "seen.body_hash": "of a body that is not kept",
    "tasks.updated_at": "as that of families",
  ].filter { !$0.value.isEmpty }

  /// Where adding to the last row's value would be no edit that matters, or none that can be told.
  private static let edits = [
    // Any later time may be right; none at all is not.
    "tasks.next_at": "UPDATE tasks SET next_at = NULL WHERE id = (SELECT max(id) FROM tasks WHERE next_at IS NOT NULL)",
    "tasks.deadline": "UPDATE tasks SET deadline = NULL WHERE id = (SELECT max(id) FROM tasks)",
    "tasks.id": "UPDATE tasks SET id = id + 1000 WHERE id = (SELECT max(task) FROM attempts)",
    "tasks.class": "UPDATE tasks SET class = 'pure' WHERE id = 1",
    "tasks.status":
      "UPDATE tasks SET status = 'failed' WHERE id = (SELECT max(id) FROM tasks WHERE status = 'done' AND family = 1)",
    "tasks.result":
      "UPDATE tasks SET result = '{}' WHERE id = (SELECT max(id) FROM tasks WHERE status = 'done' AND family = 1)",
    "tasks.active":
      "UPDATE tasks SET active = 0 WHERE id = (SELECT max(id) FROM tasks WHERE active = 1 AND closed = 0)",
    "tasks.generation":
      "UPDATE tasks SET generation = 2 WHERE id = (SELECT max(id) FROM tasks WHERE status = 'done' AND family = 1)",
    // Of a definition that names none, it is the default of some release.
    "tasks.retry_first": "UPDATE tasks SET retry_first = 0 WHERE id = 1",
    "tasks.retry_factor": "UPDATE tasks SET retry_factor = 0 WHERE id = 1",
    "tasks.retry_cap": "UPDATE tasks SET retry_cap = 0 WHERE id = 1",
    // A provider's answer is kept nowhere else unless it settled the step.
    "attempts.detail": "UPDATE attempts SET detail = 'x' WHERE task = 1 AND number = 1",
    "attempts.kind": "UPDATE attempts SET kind = 'reconcile' WHERE task = 1 AND number = 1",
    "attempts.number": "UPDATE attempts SET number = number + 100 WHERE task = 1 AND number = 1",
    "attempts.started_at": "UPDATE attempts SET started_at = 0 WHERE task = 1 AND number = 1",
    "attempts.ended_at": "UPDATE attempts SET ended_at = NULL WHERE task = 1 AND number = 1",
    // Personal data have one home, without a digest, so that they can be erased; only that they are there is known.
    "persons.data": "UPDATE persons SET data = '{}' WHERE family = 1",
    "persons.erased_at": "UPDATE persons SET erased_at = 1 WHERE family = 1",
    "inbox.role": "UPDATE inbox SET role = 'x' WHERE status = 'pending'",
    "inbox.status":
      "UPDATE inbox SET status = 'pending' WHERE id = (SELECT max(id) FROM inbox WHERE status = 'consumed')",
    "inbox.family": "UPDATE inbox SET family = 2 WHERE family = 1",
    "inbox.body": "UPDATE inbox SET body = 'x' WHERE status = 'unmatched'",
    "inbox.cursor": "UPDATE inbox SET cursor = 1 WHERE id = 1",
    "inbox.next_at": "UPDATE inbox SET next_at = NULL WHERE status = 'unmatched'",
    "inbox.active": "UPDATE inbox SET active = 0 WHERE status = 'unmatched'",
    "incidents.detail": "UPDATE incidents SET detail = 'x'",
    "incidents.status": "UPDATE incidents SET status = 'resolved' WHERE status = 'open'",
    "incidents.closed_at": "UPDATE incidents SET closed_at = 1 WHERE status = 'open'",
    "instances.id": "UPDATE instances SET id = id + 1000 WHERE id = (SELECT max(instance) FROM timers)",
    "instances.status":
      "UPDATE instances SET status = 'ended' WHERE id = (SELECT max(id) FROM instances WHERE status = 'running')",
    "families.status": "UPDATE families SET status = 'ended' WHERE id = 2",
    // The next family has a row of the same field.
    "views.family":
      "UPDATE views SET family = family + 1000 WHERE (field, family) = (SELECT field, family FROM views LIMIT 1)",
    "meta.value": "UPDATE meta SET value = 'x' WHERE key = 'now'",
  ]
}

/// A store with bookings in several states, and copies of it to edit.
///
/// Unchecked because `Data` and the compiled bundle, which never change after init, are all that it holds.
private final class EditedStore: @unchecked Sendable {
  let folder: URL
  let bytes: Data
  let bundle: Statecharts.Bundle

  struct Column {
    let name: String
    let type: String
  }

  init() throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("verify-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    bundle = try Bench.bundle.get()
    let path = folder.appendingPathComponent("store.db").path
    try Self.play(on: SQLiteStore(path: path), bundle)
    bytes = try Data(contentsOf: URL(fileURLWithPath: path))
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// One booking that is over, one that goes on with steps under way, one that is stopped with an event that waits; an event that
  /// matches none.
  private static func play(on store: SQLiteStore, _ bundle: Statecharts.Bundle) throws {
    // The store keeps the files of a bundle, not those of the roots that were deployed beside it.
    let loaded = try ShippedWorkflows.loader.load(ShippedWorkflows.files())
    let own = zip(loaded.bundles, loaded.sources).first { $0.0.root.name == "booking" }?.1 ?? []
    let files = own.map { BundleRecord.File(path: $0.path, source: $0.source) }
    do {
      let writer = try store.makeWriter()
      try writer.begin()
      try writer.putBundle(BundleRecord(hash: bundle.hash, deployedAt: 0, files: files))
      for version in 1...2 as ClosedRange<Int64> {
        let record = StoredRecord(kind: "service", id: "a", version: version, body: Array("{}".utf8), at: version)
        try writer.putRecord(record, actor: "uid 1", reason: "new")
      }
      try writer.commit()
    }
    let third = "VLT-20270101-THREE"
    do {
      let simulation = try Simulation(bundle: bundle, now: Bench.epoch, store: store) { $0 }
      try Booking(simulation, reference: "VLT-20270101-ONE").runHappyPath()
      let error = StepError(code: "busy", message: "later")
      simulation.providers.failures["email.send"] = [.retry(error, after: .seconds(3_600))]
      let second = Booking(simulation, reference: "VLT-20270101-TWO", days: 9, consultant: "c2")
      try second.request()
      try second.pays()
      // The same key with another content: an incident.
      try Booking(simulation, reference: "VLT-20270101-TWO", price: 9_999).request()
      simulation.holdsBack = { $0.request.step == "email.send" }
      let booking = Booking(simulation, reference: third, days: 12, consultant: "c3")
      try booking.request()
      try booking.webhook(
        "payment_intent.succeeded",
        ["id": "pi_x", "transfer_group": "VLT-20270101-NONE", "amount_received": 1, "currency": "eur"], key: "evt_none")
    }
    try stop(third, on: store)
    let simulation = try Simulation(bundle: bundle, now: Bench.epoch, store: store) { $0 }
    try Booking(simulation, reference: third).party("cancel.client", "client", ["reason": nil])
  }

  /// As the engine stops a family whose rows it could not write.
  private static func stop(_ reference: String, on store: SQLiteStore) throws {
    let writer = try store.makeWriter()
    var family = try #require(try writer.family(key: reference))
    family.status = .stopped
    try writer.begin()
    try writer.updateFamily(family)
    _ = try writer.insertIncident(
      IncidentRecord(
        id: IncidentID(rawValue: 0), family: family.id, inbox: nil, task: nil, code: "store-fault", title: "stopped",
        detail: Array(#"{"stops": true}"#.utf8), status: .open, openedAt: family.updatedAt, closedAt: nil, closedBy: "",
        reason: ""))
    try writer.commit()
  }

  // MARK: The schema

  /// Lends a copy of the file, which is removed afterwards.
  private func withCopy<T>(_ body: (_ path: String) throws -> T) throws -> T {
    let path = folder.appendingPathComponent("\(UUID().uuidString).db").path
    guard FileManager.default.createFile(atPath: path, contents: bytes, attributes: [.posixPermissions: 0o600]) else {
      throw CocoaError(.fileWriteUnknown)
    }
    defer { for suffix in ["", "-wal", "-shm"] { unlink(path + suffix) } }
    return try body(path)
  }

  private func edit<T>(_ path: String, _ body: (Connection) throws -> T) throws -> T {
    let connection = try Connection(path: path, role: .writer, busyTimeout: 0)
    defer { connection.close() }
    return try body(connection)
  }

  private func open<T>(_ body: (Connection) throws -> T) throws -> T { try withCopy { try edit($0, body) } }

  private func texts(_ sql: String) throws -> [String] {
    try open { try $0.prepare(sql, name: "test", persistent: false).all { $0.text() } }
  }

  func tables() throws -> [String] {
    try texts("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
  }

  func count(_ table: String) throws -> Int64 { try open { try $0.scalar("SELECT count(*) FROM \(table)") } }

  /// Without generated columns.
  func columns(of table: String) throws -> [Column] {
    try texts("SELECT name || ' ' || type FROM pragma_table_info('\(table)')").map { line in
      let parts = line.split(separator: " ")
      return Column(name: String(parts[0]), type: String(parts[1]))
    }
  }

  /// A condition that holds for one row.
  func last(of table: String) throws -> String {
    let keys = try texts("SELECT name FROM pragma_table_info('\(table)') WHERE pk > 0 ORDER BY pk")
    if keys.isEmpty { return "rowid = (SELECT max(rowid) FROM \(table))" }
    let list = keys.joined(separator: ", ")
    let order = keys.map { "\($0) DESC" }.joined(separator: ", ")
    return "(\(list)) = (SELECT \(list) FROM \(table) ORDER BY \(order) LIMIT 1)"
  }

  func plainEdit(of column: Column, in table: String) -> String {
    let value =
      switch column.type {
      // The greatest number has no successor: that of a claim without an end.
      case "INTEGER": "coalesce(\(column.name), 0) + iif(\(column.name) > 1 << 62, -1, 1)"
      case "BLOB": "randomblob(length(\(column.name)))"
      default: "\(column.name) || 'x'"
      }
    let row = (try? last(of: table)) ?? "false"
    return "UPDATE \(table) SET \(column.name) = \(value) WHERE \(row)"
  }

  func read<T>(_ body: (any StoreReader) throws -> T) throws -> T {
    try withCopy { try body(SQLiteStore(path: $0).makeReader()) }
  }

  // MARK: Verification

  /// The findings of `store verify` after an edit.
  func findings(after change: (Connection) throws -> Void) throws -> [String] {
    try withCopy { path in
      try edit(path) { connection in
        try connection.execute("PRAGMA ignore_check_constraints = ON; PRAGMA foreign_keys = OFF")
        try change(connection)
      }
      let store = try SQLiteStore(path: path)
      do {
        return try store.integrityCheck() + verify(store.makeReader())
      } catch let error as StoreError {
        return [error.message]
      }
    }
  }

  private func verify(_ reader: any StoreReader) throws -> [String] {
    let families = FamilyVerifier(
      reader: reader, bundle: bundle, digest: ShippedWorkflows.digest, capability: Simulation.capability)
    let rest = StoreVerifier(
      reader: reader, digest: ShippedWorkflows.digest, capability: Simulation.capability,
      bundleHash: { record in
        ShippedWorkflows.loader.hash(of: record.files.map { SourceFile(path: $0.path, source: $0.source) })
      })
    let records = try reader.families(FamilyFilter(limit: 1_000))
    return try (records.flatMap { try families.verify($0) } + rest.verify()).map(\.description)
  }
}
