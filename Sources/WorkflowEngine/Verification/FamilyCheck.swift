internal import CEL
internal import CivilTime
internal import Statecharts
internal import Storage

/// Compares a family's own row with the replay.
struct FamilyCheck {
  let bundle: Bundle
  let report: FindingList

  func compare(_ record: FamilyRecord, _ family: FamilySnapshot) {
    if !JSONText(record.start).says(bundle.encodeStart(of: family)) {
      report.add("start-differs", "the family's start differs from its history")
    }
    let body = JSONText(record.body)
    if !body.says(bundle.encode(family)), !isTheSame(body, record, family) {
      report.add("snapshot-differs", "the family's body differs from its history")
    }
    if record.key != family.key { report.add("family-differs", "its key was '\(family.key)' at its start") }
    if record.workflow != bundle.root.name {
      report.add("family-differs", "its workflow is '\(record.workflow)', its definitions' is '\(bundle.root.name)'")
    }
    if record.createdAt != family.createdAt.microsecondsRoundedUp {
      report.add("family-differs", "created_at is not the time of its start")
    }
    if record.updatedAt < record.createdAt { report.add("family-differs", "updated_at is before created_at") }
    let isEnded = record.status == .ended
    // A late answer may have ended the last machine of a stopped family.
    if record.status != .stopped, isEnded != family.hasEnded {
      report.add(
        "status-differs",
        "it is \(record.status.rawValue), and its machines \(family.hasEnded ? "have ended" : "go on")")
    }
  }

  /// A body that an earlier version wrote may say the same in other words.
  private func isTheSame(_ body: JSONText, _ record: FamilyRecord, _ family: FamilySnapshot) -> Bool {
    guard let start = JSONText(record.start).value, let value = body.value,
      let stored = try? bundle.decodeFamily(start: start, body: value)
    else { return false }
    return JSON.encode(bundle.encode(stored)) == JSON.encode(bundle.encode(family))
  }
}
