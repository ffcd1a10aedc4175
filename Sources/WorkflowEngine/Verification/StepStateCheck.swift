internal import CEL
internal import Statecharts
internal import Storage

/// Compares a step's progress with the results that its machine received and those for which it still waits.
struct StepStateCheck {
  let report: FindingList
  let replay: FamilyReplay
  let family: FamilyRecord
  let reader: any StoreReader

  func compare(
    _ record: TaskRecord, _ name: StepName, _ attempts: [AttemptRecord], _ all: [TaskRecord]
  ) throws(StoreError) {
    func add(_ message: String) { report.add("step-state", "step \(record.id) '\(record.step)' \(message)") }
    let isWaitedFor = replay.family?.step(name) != nil
    if record.status.isClosed {
      if isWaitedFor, !(try mayBeUnheard()) { add("is \(record.status.rawValue), and its machine waits for it") }
      if !agrees(record, name), !(try mayBeUnheard()) {
        add("is \(record.status.rawValue) with a result that its machine never heard")
      }
    } else {
      if record.isLate == isWaitedFor {
        add(isWaitedFor ? "is late, and its machine waits for it" : "is open, and its machine does not wait for it")
      }
      switch replay.heard[name] {
      case .done, .failed, .stopped: add("is \(record.status.rawValue), and its machine heard its end")
      case .accepted(let data):
        if record.status == .accepted, !JSONText(record.result).says(data) { add("was accepted with another answer") }
      case nil:
        if record.status == .accepted, !(try mayBeUnheard()) { add("is accepted, which its machine never heard") }
      }
    }
    if let fault = fault(record, attempts, all) { add(fault) }
  }

  /// True if the status and result of a closed step are those that its machine received.
  private func agrees(_ record: TaskRecord, _ name: StepName) -> Bool {
    let result = JSONText(record.result)
    guard result.value != nil else { return false }
    switch (record.status, replay.heard[name]) {
    case (.done, .done(let data)): return result.says(data)
    case (.done, _): return replay.settled[name] == true
    case (.failed, .failed(let code, let message)):
      return result.says(["code": .string(code), "message": .string(message)])
    case (.failed, _): return replay.settled[name] == false
    case (_, .stopped): return true
    case (_, .done), (_, .failed): return false
    case (_, .accepted), (_, nil): return replay.givenUp.contains(name)
    }
  }

  /// True if the machine may not have received a result: the incident of a stopped family holds it, or an operator
  /// skipped one.
  private func mayBeUnheard() throws(StoreError) -> Bool {
    if family.status == .stopped { return true }
    return try !reader.incidents(status: .skipped, family: family.id, limit: 1).isEmpty
  }

  /// Describes a contradiction within the row and its attempts; nil if there is none.
  private func fault(_ record: TaskRecord, _ attempts: [AttemptRecord], _ all: [TaskRecord]) -> String? {
    let out = attempts.last.flatMap { $0.endedAt == nil ? $0.kind : nil }
    let isTimed = record.nextAt != nil
    switch record.status {
    case .ready:
      if out != nil { return "is ready, and an attempt is out" }
      let isLaneTaken = all.contains { $0.lane == record.lane && $0.id < record.id && !$0.status.isClosed }
      // A stopped family takes a lane that became free when it resumes.
      let mayWait = isLaneTaken || family.status == .stopped
      if !isTimed, record.lane.isEmpty || !mayWait { return "is ready, and nothing will ever attempt it" }
    case .running:
      // An answer that a stopped family could not take is applied when the family resumes.
      if out != .send && family.status != .stopped || isTimed { return "is running, and no attempt to send it is out" }
    case .unknown, .accepted:
      // The same holds for the answer to a look-up.
      let awaitsResumption = family.status == .stopped && out == nil
      if out == .send || (isTimed == (out != nil) && !awaitsResumption) {
        return "is \(record.status.rawValue), and nothing asks about it"
      }
    case .open: if record.stepClass != "human" || isTimed { return "is open, but is not a human task" }
    case .parked, .done, .failed, .stopped: if isTimed { return "is \(record.status.rawValue), and due" }
    }
    if record.stepClass == "human", ![.open, .done, .failed, .stopped].contains(record.status) {
      return "is a human task, but is \(record.status.rawValue)"
    }
    return nil
  }
}
