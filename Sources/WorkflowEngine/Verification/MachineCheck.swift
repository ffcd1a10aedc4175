internal import CEL
internal import Statecharts
internal import Storage

/// Compares the rows of a family's machines, earlier runs included, with the replay.
struct MachineCheck {
  let bundle: Bundle
  let report: FindingList

  func compare(_ records: [InstanceRecord], _ rows: [FamilyReplay.MachineRow]) {
    for index in 0..<max(records.count, rows.count) {
      guard index < rows.count else {
        report.add("snapshot-differs", "'\(records[index].workflow)' was never started, and has a row")
        continue
      }
      let name = bundle.machines[rows[index].machine].name
      guard index < records.count, records[index].workflow == name else {
        report.add("snapshot-differs", "run \(rows[index].incarnation) of '\(name)' has no row, or another's")
        continue
      }
      compare(records[index], rows[index], name)
    }
  }

  /// A row that an earlier version wrote may say the same in other words, and a row may still hold steps that have ended:
  /// whether they have is said by the rows of the steps, which are compared for themselves.
  private func isTheSame(_ snapshot: [UInt8], _ row: FamilyReplay.MachineRow) -> Bool {
    guard let value = try? JSON.parse(snapshot),
      var stored = try? bundle.decodeInstance(value, machine: row.machine)
    else { return false }
    stored.steps.removeAll { !row.instance.steps.contains($0) }
    return bundle.encode(stored, machine: row.machine) == row.snapshot(bundle)
  }

  private func compare(_ record: InstanceRecord, _ row: FamilyReplay.MachineRow, _ name: String) {
    if record.snapshot != row.snapshot(bundle), !isTheSame(record.snapshot, row) {
      report.add("snapshot-differs", "'\(name)' differs from its history")
    }
    if record.status != (row.isDone ? .ended : .running) {
      report.add("machine-differs", "'\(name)' is \(record.status.rawValue), which its history does not give")
    }
    let states = row.states(bundle)
    if record.states != states {
      report.add("machine-differs", "'\(name)' shows the states '\(record.states)', it is in '\(states)'")
    }
    if !JSONText(record.view).says(row.view(bundle)) {
      report.add("view-differs", "the view of '\(name)' differs from its history")
    }
    if record.createdAt != row.createdAt { report.add("machine-differs", "'\(name)' was started at another time") }
    if record.updatedAt < record.createdAt {
      report.add("machine-differs", "updated_at of '\(name)' is before created_at")
    }
    if record.version < 1 { report.add("machine-differs", "the version of '\(name)' is below 1") }
  }
}
