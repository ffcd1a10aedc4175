internal import CEL
internal import CivilTime
public import Statecharts
public import Storage

/// Something in the store that should not be so.
public struct VerificationFinding: Sendable, CustomStringConvertible {
  public var reference: String
  public var code: String
  public var message: String
  public var description: String { "\(reference): \(code): \(message)" }
}

/// Verifies one family for `store verify`: the chain holds, the history replays to the snapshot byte for byte, postings conserve and
/// agree with the balances, timers and tasks are those of the snapshot.
public struct FamilyVerifier {
  let reader: any StoreReader
  let bundle: Bundle
  let digest: ([UInt8]) -> [UInt8]

  public init(reader: any StoreReader, bundle: Bundle, digest: @escaping ([UInt8]) -> [UInt8]) {
    self.reader = reader
    self.bundle = bundle
    self.digest = digest
  }

  /// - Parameter observe: hears each step of the replay.
  public func verify(
    _ record: FamilyRecord, observing observe: (FamilyChange) -> Void = { _ in }
  ) throws(StoreError) -> [VerificationFinding] {
    var findings: [VerificationFinding] = []
    func report(_ code: String, _ message: String) {
      findings.append(VerificationFinding(reference: record.key, code: code, message: message))
    }
    var family: FamilySnapshot?
    var previous: [UInt8] = []
    var sequence: Int64 = 0
    while true {
      let rows = try reader.history(of: record.id, after: sequence, limit: 1_000)
      if rows.isEmpty { break }
      for row in rows {
        sequence += 1
        if row.sequence != sequence { report("history-gap", "row \(sequence) is missing") }
        if HistoryChain.hash(of: row, after: previous, digest: digest) != row.hash {
          report("chain-broken", "row \(row.sequence) does not have the hash of its content")
        }
        previous = row.hash
        do {
          let change = try replay(row, onto: family)
          observe(change)
          family = change.next
        } catch {
          report("replay-failed", "row \(row.sequence) (\(row.kind) \(row.name)): \(error)")
          return findings
        }
      }
    }
    guard let family else {
      report("history-empty", "there is no history")
      return findings
    }
    try compare(family, record, report)
    return findings
  }

  private func replay(_ row: HistoryRecord, onto family: FamilySnapshot?) throws -> FamilyChange {
    let json = try JSON.parse(row.stimulus)
    let input = try StepInputCoding.decode(json, bundle: bundle)
    let before: FamilySnapshot
    if let family {
      before = family
    } else {
      before = try bundle.decodeFamily(json["family"] ?? .null)
    }
    return try bundle.transition(before, input)
  }

  private func compare(
    _ family: FamilySnapshot, _ record: FamilyRecord, _ report: (String, String) -> Void
  ) throws(StoreError) {
    if JSON.encode(bundle.encode(family)) != record.body {
      report("snapshot-differs", "the family's body is not what its history gives")
    }
    let instances = try reader.instances(of: record.id)
    for (machine, definition) in bundle.machines.enumerated() {
      let stored = instances.last { $0.workflow == definition.name }
      switch (family.instances[machine], stored) {
      case (let replayed?, let stored?):
        if JSON.encode(bundle.encode(replayed, machine: machine)) != stored.snapshot {
          report("snapshot-differs", "'\(definition.name)' is not what the history gives")
        }
      case (nil, nil): break
      default: report("snapshot-differs", "'\(definition.name)' exists on one side only")
      }
    }
    try compareBooks(family, record, report)
    try compareTimers(family, record, instances, report)
  }

  private func compareBooks(
    _ family: FamilySnapshot, _ record: FamilyRecord, _ report: (String, String) -> Void
  ) throws(StoreError) {
    var balances = Array(repeating: Int64(0), count: bundle.accounts.count)
    for posting in try reader.postings(of: record.id) {
      guard let from = bundle.accounts.firstIndex(where: { $0.name == posting.debit }),
        let to = bundle.accounts.firstIndex(where: { $0.name == posting.credit })
      else {
        report("posting-orphaned", "a posting names the account \(posting.debit) or \(posting.credit)")
        continue
      }
      balances[from] -= posting.amount
      balances[to] += posting.amount
    }
    if balances != family.balances { report("books-differ", "the postings do not add up to the balances") }
    if family.balances.reduce(0, +) != 0 { report("books-unbalanced", "the balances do not add up to zero") }
  }

  private func compareTimers(
    _ family: FamilySnapshot, _ record: FamilyRecord, _ instances: [InstanceRecord],
    _ report: (String, String) -> Void
  ) throws(StoreError) {
    let rows = try reader.timers(of: record.id)
    var expected: [TimerRecord] = []
    for (machine, snapshot) in family.instances.enumerated() {
      guard let snapshot, let instance = instances.last(where: { $0.workflow == bundle.machines[machine].name }) else {
        continue
      }
      for (index, timer) in snapshot.timers.enumerated() {
        guard let timer, timer.isArmed else { continue }
        expected.append(
          TimerRecord(
            due: timer.due.microsecondsRoundedUp, family: record.id, instance: instance.id,
            name: bundle.machines[machine].timers[index].name, generation: timer.generation))
      }
    }
    for timer in expected where !rows.contains(timer) {
      report("timer-lost", "'\(timer.name)' is armed and has no row")
    }
    for timer in rows where !expected.contains(timer) {
      report("timer-orphaned", "'\(timer.name)' has a row and is not armed")
    }
  }
}
