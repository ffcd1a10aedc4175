internal import CEL
internal import Execution
internal import Statecharts
internal import Storage

/// Lets a stopped family continue from where it stood.
struct ResumeFamily {
  let context: TurnContext
  let family: FamilyID

  /// Applies the answers of attempts that ended or were interrupted while the family could not be loaded or written. A
  /// step whose outcome is unknown has such an answer if it waits neither for an attempt nor for an instant.
  func settleAttempts() throws(StoreError) {
    guard let family = try context.families.load(family).family else { return }
    for run in (Array(family.runs.values) + Array(family.lateRuns.values)).sorted(by: { $0.id < $1.id }) {
      guard run.status == .running || run.status == .unknown || run.status == .accepted,
        let last = try context.store.attempts(of: run.id).last
      else { continue }
      let name = AttemptName(task: run.id.rawValue, number: last.number)
      if last.endedAt == nil {
        if context.slots.isOut(name) { continue }
        _ = try RecordOutcome(attempt: name, answer: .interrupted(last.kind)).apply(to: context)
      } else if run.status == .running || run.nextAt == nil {
        let detail = try context.parse(last.detail, "attempts.detail of \(name)")
        let answer = try AttemptAnswer(last, detail: detail)
        guard let present = try context.families.load(self.family).family else { return }
        try AnswerApplication(context: context, family: present).apply(answer, to: run.id, attempt: last.number)
      }
    }
  }

  /// Attempts the steps whose lane became free while the family could not be written.
  func freeLanes() throws(StoreError) {
    guard let family = try context.families.load(family).family else { return }
    let runner = StepRunner(context: context)
    for lane in Set(family.runs.values.map(\.lane)).sorted() where !lane.isEmpty {
      guard let next = family.firstWaiting(in: lane), !family.isLaneTaken(for: next) else { continue }
      try runner.resume(next, family)
    }
  }

  /// Corrects the family's status: another incident may still stop it, and an answer applied meanwhile may have ended
  /// its last machine.
  func settleStatus() throws(StoreError) {
    guard let family = try context.families.load(family).family, family.record.status == .running else { return }
    var isBlocked = false
    for incident in try context.store.incidents(status: .open, family: family.id, limit: 1_000) {
      let detail = try context.parse(incident.detail, "incidents.detail of \(incident.id)")
      if IncidentDetail.isBlocking(detail) { isBlocked = true }
    }
    let status: FamilyRecord.Status = isBlocked ? .stopped : family.snapshot.hasEnded ? .ended : .running
    guard status != .running else { return }
    family.record.status = status
    try context.store.updateFamily(family.record)
    family.record.version += 1
  }
}
