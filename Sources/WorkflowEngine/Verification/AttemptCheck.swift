internal import CEL
internal import Storage

/// Compares the attempts at a step with its row: they are numbered without gaps, made under its key, and have known
/// outcomes.
struct AttemptCheck {
  let report: FindingList

  func compare(_ record: TaskRecord, _ attempts: [AttemptRecord]) {
    func add(_ message: String) { report.add("attempt-differs", "step \(record.id) '\(record.step)': \(message)") }
    if record.attempts != Int64(attempts.count) {
      add("\(record.attempts) attempts were counted, \(attempts.count) are kept")
    }
    var generation: Int64 = 1
    for (index, attempt) in attempts.enumerated() {
      let place = "attempt \(attempt.number)"
      if attempt.number != Int64(index + 1) { add("attempt \(index + 1) is missing") }
      if let used = self.generation(of: attempt.key, record.key), used >= generation, used <= record.generation {
        generation = used
      } else {
        add("\(place) was not made under the step's key")
      }
      if attempt.startedAt < record.createdAt { add("\(place) is older than the step") }
      if let fault = end(of: attempt) { add("\(place) \(fault)") }
      if attempt.endedAt == nil, index < attempts.count - 1 { add("\(place) has no end, and a later one was made") }
    }
    // A new generation is drawn once it is certain that nothing happened under the last one; a step that is out has
    // used its own.
    let mayBeNew = !attempts.isEmpty && [.ready, .parked, .failed, .stopped].contains(record.status)
    if record.generation != generation, !(mayBeNew && record.generation == generation + 1) {
      add("its key's generation is \(record.generation), the last one used is \(generation)")
    }
    if attempts.first?.kind == .reconcile { add("it was looked up before it was sent") }
  }

  private func generation(of key: String, _ base: String) -> Int64? {
    guard key.utf8.starts(with: "\(base)/g".utf8) else { return nil }
    return Int64(String(decoding: key.utf8.dropFirst(base.utf8.count + 2), as: UTF8.self))
  }

  private func end(of attempt: AttemptRecord) -> String? {
    guard let ended = attempt.endedAt else {
      return attempt.outcome.isEmpty && attempt.detail.isEmpty ? nil : "has an outcome and no end"
    }
    if ended < attempt.startedAt { return "ended before it began" }
    guard let detail = JSONText(attempt.detail).value, detail.mapValue != nil else { return "has no readable answer" }
    do throws(StoreError) {
      _ = try AttemptAnswer(attempt, detail: detail)
      return nil
    } catch {
      return "has the outcome '\(attempt.outcome)', which is not an outcome"
    }
  }
}
