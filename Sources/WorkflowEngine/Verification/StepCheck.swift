internal import CEL
internal import CivilTime
internal import Statecharts
internal import Storage

/// Compares the family's steps with those that its history started: the request, the key and the progress.
struct StepCheck {
  let reader: any StoreReader
  let bundle: Bundle
  let report: FindingList

  func compare(
    _ family: FamilyRecord, _ replay: FamilyReplay, _ instances: [InstanceRecord]
  ) throws(StoreError) {
    var rows: [StepName: TaskRecord] = [:]
    let records = try reader.tasks(of: family.id, closed: true)
    for record in records {
      guard let machine = bundle.machineIndex[record.machine] else {
        report.add("step-orphaned", "step \(record.id) is of '\(record.machine)', which the definitions do not have")
        continue
      }
      let name = StepName(machine: machine, incarnation: Int(clamping: record.incarnation), serial: record.serial)
      if rows.updateValue(record, forKey: name) != nil {
        report.add("step-orphaned", "step \(record.id) has the number of another step")
      }
    }
    for started in replay.steps {
      guard let record = rows.removeValue(forKey: started.start.name) else {
        report.add("step-lost", "'\(started.start.id)' was started, and has no row")
        continue
      }
      StepRowCheck(bundle: bundle, report: report).compare(record, started, instances)
      let attempts = try reader.attempts(of: record.id)
      AttemptCheck(report: report).compare(record, attempts)
      try StepStateCheck(report: report, replay: replay, family: family, reader: reader)
        .compare(record, started.start.name, attempts, records)
    }
    for record in rows.values.sorted(by: { $0.id < $1.id }) {
      report.add("step-orphaned", "step \(record.id) '\(record.step)' was never started")
    }
  }
}

/// Compares the columns of a step's row that its start fixed with the history.
struct StepRowCheck {
  let bundle: Bundle
  let report: FindingList

  func compare(_ record: TaskRecord, _ started: FamilyReplay.StartedStep, _ instances: [InstanceRecord]) {
    let start = started.start
    let definition = bundle.machines[start.name.machine].steps[start.definition]
    func expect(_ column: String, _ holds: Bool) {
      if !holds { report.add("step-differs", "\(column) of step \(record.id) '\(start.id)' differs from its start") }
    }
    expect("instance", started.row.map { $0 < instances.count && instances[$0].id == record.instance } ?? false)
    expect("step", record.step == start.id)
    expect("step_type", record.stepType == definition.step)
    expect("class", record.stepClass == definition.stepClass)
    expect("key", record.key == start.key)
    expect("lane", record.lane == start.lane)
    // A field that the catalogue did not have when the step was started is null by now.
    expect("request", JSONText(record.request).says(start.input, withoutNulls: true))
    expect("useful_until", record.usefulUntil == start.until?.microsecondsRoundedUp)
    expect("created_at", record.createdAt == started.at)
    expect("attempt_timeout", record.attemptTimeout == definition.timeout?.microseconds)
    // Where the definition gives no value, the row has the default of the release that started the step.
    let retry = definition.retry
    expect("retry_first", retry.first.map { record.retryFirst == $0.microseconds } ?? (record.retryFirst > 0))
    expect(
      "retry_factor", retry.factor.map { record.retryFactor == Int64($0) } ?? (1...10).contains(record.retryFactor))
    expect("retry_cap", retry.cap.map { record.retryCap == $0.microseconds } ?? (record.retryCap > 0))
    expect("updated_at", record.updatedAt >= record.createdAt)
    expect("deadline", record.deadline.map { $0 >= record.createdAt } ?? false)
  }
}
