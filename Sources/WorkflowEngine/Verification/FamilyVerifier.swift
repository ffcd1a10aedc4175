internal import CEL
public import Statecharts
public import Storage

/// Verifies one family for `store verify`. The hash chain has to hold, the history has to replay, and every row that
/// the replay implies has to be there and be equal: machines, postings, views, timers, claims, steps with their
/// attempts, capabilities and personal data.
public struct FamilyVerifier {
  let reader: any StoreReader
  let bundle: Bundle
  let digest: ([UInt8]) -> [UInt8]
  let capability: ((_ reference: String, _ role: String) -> String)?

  /// - Parameters:
  ///   - digest: SHA-256.
  ///   - capability: as in `EngineOptions`; nil skips the check of capabilities.
  public init(
    reader: any StoreReader, bundle: Bundle, digest: @escaping ([UInt8]) -> [UInt8],
    capability: ((_ reference: String, _ role: String) -> String)? = nil
  ) {
    self.reader = reader
    self.bundle = bundle
    self.digest = digest
    self.capability = capability
  }

  /// Replays the family's history and compares the store with it.
  ///
  /// - Parameter observe: called with each step of the replay.
  /// - Returns: the findings; empty for a sound family. An unreadable row is a finding; other store errors are thrown.
  public func verify(
    _ record: FamilyRecord, observing observe: (FamilyChange) -> Void = { _ in }
  ) throws(StoreError) -> [VerificationFinding] {
    let report = FindingList(reference: record.key)
    do throws(StoreError) {
      try compare(record, report, observe)
    } catch {
      guard error.kind == .corrupt else { throw error }
      report.add("row-unreadable", error.message)
    }
    return report.findings
  }

  private func compare(
    _ record: FamilyRecord, _ report: FindingList, _ observe: (FamilyChange) -> Void
  ) throws(StoreError) {
    let replay = FamilyReplay(bundle: bundle)
    guard try take(replay, record, report, observe), let family = replay.family else { return }
    let instances = try reader.instances(of: record.id)
    FamilyCheck(bundle: bundle, report: report).compare(record, family)
    try compareStop(record, report)
    MachineCheck(bundle: bundle, report: report).compare(instances, replay.machines)
    BooksCheck(bundle: bundle, report: report).compare(
      try reader.postings(of: record.id), replay.postings, family, record.id)
    ViewCheck(bundle: bundle, report: report).compare(try reader.views(of: record.id), replay.views)
    TimerCheck(bundle: bundle, report: report).compare(
      try reader.timers(of: record.id), family, instances, open: try reader.tasks(of: record.id, closed: false))
    ClaimCheck(bundle: bundle, report: report).compare(try reader.claims(of: record.id), family, record.id)
    try StepCheck(reader: reader, bundle: bundle, report: report).compare(record, replay, instances)
    try PersonCheck(reader: reader, report: report).compare(record, instances, isErased: replay.isErased)
    try compareCapabilities(record, report)
  }

  /// Replays all steps of the history. Returns false if a step cannot be taken, since nothing can be compared then.
  private func take(
    _ replay: FamilyReplay, _ record: FamilyRecord, _ report: FindingList, _ observe: (FamilyChange) -> Void
  ) throws(StoreError) -> Bool {
    var previous: [UInt8] = []
    var sequence: Int64 = 0
    while true {
      let rows = try reader.history(of: record.id, after: sequence, limit: 1_000)
      if rows.isEmpty { break }
      for row in rows {
        if sequence == 0, JSONText(row.stimulus).value?["family"] == nil {
          previous = HistoryChain.beginning(of: record.start, digest: digest)
        }
        sequence += 1
        if row.sequence != sequence { report.add("history-gap", "row \(sequence) is missing") }
        sequence = row.sequence
        if HistoryChain.hash(of: row, after: previous, digest: digest) != row.hash {
          report.add("chain-broken", "row \(row.sequence) does not have the hash of its content")
        }
        previous = row.hash
        do {
          observe(try replay.take(row, start: record.start))
        } catch {
          report.add("replay-failed", "row \(row.sequence) (\(row.kind) \(row.name)): \(error)")
          return false
        }
      }
    }
    if replay.family == nil { report.add("history-empty", "there is no history") }
    return replay.family != nil
  }

  /// Reports a stopped family without an incident: it waits for a decision for which nobody would be asked.
  private func compareStop(_ record: FamilyRecord, _ report: FindingList) throws(StoreError) {
    guard record.status == .stopped else { return }
    let incidents = try reader.incidents(status: .open, family: record.id, limit: 1_000)
    if incidents.contains(where: { IncidentDetail.isBlocking(JSONText($0.detail).value ?? .null) }) { return }
    report.add("stopped-in-silence", "it is stopped, and no open incident says why")
  }

  private func compareCapabilities(_ record: FamilyRecord, _ report: FindingList) throws(StoreError) {
    guard let capability else { return }
    let found = try reader.capabilities(of: record.id)
    for role in bundle.parties {
      let hash = digest(Array(capability(record.key, role).utf8))
      if !found.contains(CapabilityRecord(hash: hash, family: record.id, role: role)) {
        report.add("capability-differs", "the capability of its \(role) is not there, or is another's")
      }
    }
  }
}

/// Collects the findings about one family or one part of the store.
final class FindingList {
  let reference: String
  private(set) var findings: [VerificationFinding] = []

  init(reference: String) { self.reference = reference }

  func add(_ code: String, _ message: String) {
    findings.append(VerificationFinding(reference: reference, code: code, message: message))
  }
}
