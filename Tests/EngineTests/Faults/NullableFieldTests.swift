import CEL
import Foundation
import Statecharts
import Testing
import WorkflowTesting

@testable import WorkflowEngine

/// A provider may leave a field out, call it null, or put the object in the place of its identifier. Each field of each event that the
/// shipped definitions hear is treated so, and the event is still read, by the shapes that the provider publishes.
@Suite struct NullableFieldTests {
  private static let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "shared/data/stripe/fixtures3.json")

  private static var isThere: Bool { FileManager.default.isReadableFile(atPath: file.path) }

  struct Shape: Sendable {
    let type: String
    /// The published object that the event is about.
    let resource: String
    /// The fields that make it one of ours.
    let ours: ValueMap
    /// Fields without which nobody knows what the event says. The provider's schema has them always.
    var essential: Set<String> = []
    /// The fields that find the booking.
    let named: Set<String>
  }

  private static let payment: ValueMap = [
    "id": "pi_1", "transfer_group": "VLT-1", "amount": 3_000, "amount_received": 3_000, "currency": "eur",
    "latest_charge": "ch_1", "status": "succeeded",
  ]
  private static let refund: ValueMap = [
    "id": "re_1", "charge": "ch_1", "payment_intent": "pi_1",
    "metadata": ["booking": "VLT-1", "key": "VLT-1/refund/1"],
  ]
  private static let dispute: ValueMap = [
    "id": "du_1", "charge": "ch_1", "payment_intent": "pi_1", "status": "won", "amount": 3_000,
  ]

  static let shapes: [Shape] =
    ["requires_action", "processing", "payment_failed", "canceled", "succeeded"].map {
      Shape(type: "payment_intent.\($0)", resource: "payment_intent", ours: payment, named: ["transfer_group"])
    }
    + ["created", "updated", "failed"].map {
      Shape(
        type: "refund.\($0)", resource: "refund", ours: refund, essential: ["id"],
        named: ["metadata.booking", "charge", "payment_intent"])
    }
    + ["created", "closed", "funds_reinstated"].map {
      Shape(
        type: "charge.dispute.\($0)", resource: "dispute", ours: dispute, essential: ["id"],
        named: ["charge", "payment_intent"])
    } + [
      Shape(
        type: "radar.early_fraud_warning.created", resource: "radar.early_fraud_warning",
        ours: ["id": "issfr_1", "charge": "ch_1", "payment_intent": "pi_1"], essential: ["id"],
        named: ["charge", "payment_intent"]),
      Shape(
        type: "transfer.created", resource: "transfer", ours: ["id": "tr_1", "transfer_group": "VLT-1"],
        essential: ["id"], named: ["transfer_group"]),
      // The account stands beside the object.
      Shape(type: "connect.payout.failed", resource: "payout", ours: ["id": "po_1"], essential: ["id"], named: []),
      Shape(type: "account.updated", resource: "account", ours: ["id": "acct_1"], named: ["id"]),
      Shape(type: "connect.account.updated", resource: "account", ours: ["id": "acct_1"], named: ["id"]),
    ]

  @Test(.enabled(if: isThere, "the provider's published shapes are not here"), arguments: shapes.indices)
  func everyFieldMayBeAbsentNullOrExpanded(_ index: Int) throws {
    let shape = Self.shapes[index]
    let bundle = try Bench.bundle.get()
    let resources = try JSON.parse(Array(Data(contentsOf: Self.file)))["resources"]
    var object = try #require(resources?[shape.resource]?.mapValue)
    for entry in shape.ours.entries { object[entry.key.stringValue ?? ""] = entry.value }
    let whole = try #require(Self.readings(of: .map(object), shape, bundle).first)
    var tried = 0
    for path in Self.paths(.map(object)) where !shape.essential.contains(path.first ?? "") {
      let name = path.joined(separator: ".")
      for change in Change.allCases {
        guard let changed = Self.changed(.map(object), path[...], change) else { continue }
        tried += 1
        let readings = Self.readings(of: changed, shape, bundle)
        #expect(!readings.isEmpty, "\(shape.type) is not heard of at all")
        for reading in readings {
          #expect(reading.isReadable, "\(shape.type): '\(name)' \(change) makes it unreadable")
          if shape.named.count > 1 || !shape.named.contains(name) {
            #expect(reading.isNamed, "\(shape.type): '\(name)' \(change) leaves nobody whom it concerns")
          }
          // The object in the place of its identifier says the same.
          if change == .expanded, ["charge", "payment_intent", "latest_charge"].contains(name) {
            #expect(reading == whole, "\(shape.type): '\(name)' expanded is read differently")
          }
        }
      }
    }
    #expect(tried > 15)
  }

  // MARK: Reading

  private struct Reading: Equatable {
    var subjects: [Value?]
    var data: Value?
    var isReadable: Bool { data != nil }
    var isNamed: Bool { subjects.contains { $0 != nil && $0 != .null } }
  }

  private static func readings(of object: Value, _ shape: Shape, _ bundle: Statecharts.Bundle) -> [Reading] {
    let body: Value = ["type": .string(shape.type), "account": "acct_1", "data": ["object": object]]
    let admission = EventAdmission(bundle: bundle, mark: { "m" })
    return bundle.machines.flatMap { machine in
      machine.declarations.values.filter { $0.from.contains("stripe/\(shape.type)") }.map { declaration in
        func evaluate(_ expression: DataExpression) -> Value? {
          try? bundle.evaluate(expression, body: body, now: Bench.epoch)
        }
        let payload = declaration.extract.map(evaluate) ?? body
        let data = payload.flatMap {
          try? admission.admit(CELType.dyn.normalize($0), declaration, role: "provider").event.data
        }
        return Reading(subjects: declaration.correlate.map { evaluate($0.value) }, data: data)
      }
    }
  }

  // MARK: Changing

  private enum Change: CaseIterable { case absent, null, expanded }

  /// Every field at every depth.
  private static func paths(_ value: Value) -> [[String]] {
    guard case .map(let map) = value else { return [] }
    return map.entries.flatMap { entry -> [[String]] in
      let name = entry.key.stringValue ?? ""
      return [[name]] + paths(entry.value).map { [name] + $0 }
    }
  }

  /// Nil if the change is none: only identifiers can be expanded.
  private static func changed(_ value: Value, _ path: ArraySlice<String>, _ change: Change) -> Value? {
    guard case .map(var map) = value, let name = path.first, let inner = map[name] else { return nil }
    if path.count > 1 {
      guard let deeper = changed(inner, path.dropFirst(), change) else { return nil }
      map[name] = deeper
      return .map(map)
    }
    switch change {
    case .absent:
      var rest = ValueMap()
      for entry in map.entries where entry.key.stringValue != name { rest[entry.key.stringValue ?? ""] = entry.value }
      return .map(rest)
    case .null: map[name] = .null
    case .expanded:
      guard case .string(let id) = inner else { return nil }
      map[name] = ["id": .string(id), "object": "something", "livemode": false]
    }
    return .map(map)
  }
}
