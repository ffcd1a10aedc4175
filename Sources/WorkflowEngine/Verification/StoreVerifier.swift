internal import CEL
internal import CivilTime
internal import EngineMessages
public import Storage

/// Verifies for `store verify` the parts of the store that belong to no single family: definitions, events,
/// capabilities, incidents and facts about the store. `FamilyVerifier` verifies families.
public struct StoreVerifier {
  let reader: any StoreReader
  let digest: ([UInt8]) -> [UInt8]
  let capability: (_ reference: String, _ role: String) -> String
  let bundleHash: (BundleRecord) -> String
  let isInterrupted: () -> Bool
  /// The number of rows in one page.
  private static let page = 1_000
  /// Roles that have no capability: they are known by other means.
  private static let withoutCapability = ["operator", "site"]

  /// - Parameters:
  ///   - digest: SHA-256.
  ///   - capability: as in `EngineOptions`.
  ///   - bundleHash: computes a bundle's hash from its files.
  ///   - isInterrupted: called between rows; verification stops once it returns true.
  public init(
    reader: any StoreReader, digest: @escaping ([UInt8]) -> [UInt8],
    capability: @escaping (_ reference: String, _ role: String) -> String,
    bundleHash: @escaping (BundleRecord) -> String,
    isInterrupted: @escaping () -> Bool = { false }
  ) {
    self.reader = reader
    self.digest = digest
    self.capability = capability
    self.bundleHash = bundleHash
    self.isInterrupted = isInterrupted
  }

  /// Returns the findings; empty for a sound store.
  public func verify() throws(StoreError) -> [VerificationFinding] {
    try definitions() + facts() + capabilities() + events() + incidents() + records()
  }

  /// Recomputes the hash of each bundle's files, since families are pinned to definitions by that hash.
  private func definitions() throws(StoreError) -> [VerificationFinding] {
    let report = FindingList(reference: "definitions")
    for (hash, _, _) in try reader.bundles() where !isInterrupted() {
      guard let record = try reader.bundle(hash) else { continue }
      if bundleHash(record) != hash {
        report.add("bundle-differs", "the files of \(hash.prefix(12)) are not those that were deployed")
      }
    }
    return report.findings
  }

  private func facts() throws(StoreError) -> [VerificationFinding] {
    let report = FindingList(reference: "meta")
    if let now = try reader.meta("now"), Int64(now).flatMap({ Instant(microseconds: $0) }) == nil {
      report.add("meta-differs", "now is '\(now)', which is not an instant")
    }
    if let mode = try reader.meta("clock-mode"), mode != "live", mode != "test" {
      report.add("meta-differs", "clock-mode is '\(mode)', expected live or test")
    }
    return report.findings
  }

  /// Reports capabilities that no family gave out, since each lets somebody in. Missing ones are reported with their
  /// families.
  private func capabilities() throws(StoreError) -> [VerificationFinding] {
    let report = FindingList(reference: "capabilities")
    var last: CapabilityRecord?
    while !isInterrupted() {
      let rows = try reader.capabilities(after: last, limit: Self.page)
      guard let end = rows.last else { break }
      last = end
      for row in rows {
        let key = try reader.family(row.family)?.key
        let isOurs = key.map { digest(Array(capability($0, row.role).utf8)) == row.hash } ?? false
        if !isOurs || Self.withoutCapability.contains(row.role) {
          report.add(
            "capability-orphaned", "a \(row.role) of \(key ?? "no family") has a capability that was not given out")
        }
      }
    }
    return report.findings
  }

  private func events() throws(StoreError) -> [VerificationFinding] {
    let report = FindingList(reference: "inbox")
    let check = EventCheck(reader: reader, keyHash: try EventKeyHash(digest: digest, of: reader), report: report)
    var last: InboxID?
    while !isInterrupted() {
      let rows = try reader.inbox(after: last, limit: Self.page)
      guard let end = rows.last else { break }
      last = end.id
      for row in rows { try check.compare(row) }
    }
    for seen in try reader.seenWithoutEvent(limit: 100) {
      report.add("event-lost", "event \(seen.inbox) of \(seen.source) is remembered, and its row is gone")
    }
    return report.findings
  }

  /// Compares each record with its log, which holds every version once.
  private func records() throws(StoreError) -> [VerificationFinding] {
    let report = FindingList(reference: "records")
    var last: Int64 = 0
    while !isInterrupted() {
      let entries = try reader.recordLog(after: last, limit: Self.page)
      guard let end = entries.last else { break }
      last = end.position
      for entry in entries {
        let (kind, id) = (entry.record.kind, entry.record.id)
        let log = try reader.log(ofRecord: id, kind: kind)
        // Once for each record, at the oldest of its entries.
        guard log.first?.position == entry.position else { continue }
        let record = try reader.record(kind: kind, id: id)
        let versions = log.map(\.record.version)
        if record == nil || log.last?.record != record || versions != Array(1...Int64(max(1, versions.count))) {
          report.add("record-differs", "the \(kind) '\(id)' is not the newest version of its log")
        }
      }
    }
    return report.findings
  }

  private func incidents() throws(StoreError) -> [VerificationFinding] {
    let report = FindingList(reference: "incidents")
    for incident in try reader.incidents(status: nil, family: nil, limit: 10_000) where !isInterrupted() {
      let isOpen = incident.status == .open
      if isOpen != (incident.closedAt == nil) || isOpen != incident.closedBy.isEmpty {
        report.add("incident-differs", "\(incident.id) is \(incident.status.rawValue), and its end does not agree")
      }
      if JSONText(incident.detail).value?.mapValue == nil {
        report.add("incident-differs", "the detail of \(incident.id) cannot be read")
      }
    }
    return report.findings
  }
}
