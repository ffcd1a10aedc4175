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

/// A store with bookings in several states, and copies of it to edit.
///
/// Unchecked because `Data` and the compiled bundle, which never change after init, are all that it holds.
final class EditedStore: @unchecked Sendable {
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
      let error = StepError(code: "busy", message: "later")
      simulation.providers.failures["email.send"] = [.retry(error, after: .seconds(60))]
      try Booking(simulation, reference: "VLT-20270101-ONE").runHappyPath()
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
