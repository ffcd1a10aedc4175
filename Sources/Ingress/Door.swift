import CEL
import CivilTime
import EngineMessages

/// What the handlers share: the sink, the clocks, the bounds.
struct Door: Sendable {
  let settings: IngressSettings
  let sink: any EventSink
  /// The times that a signature may carry now: one, or two while the daemon does not know which of its clocks is right.
  let signatureTimes: @Sendable () -> [Instant]
  /// Monotonic, from any beginning: limits and windows are measured by it.
  let ticks: @Sendable () -> Duration
  let deadline: Deadline
  let gate: Gate
  let tally: WebhookTally
  let throttle = IncidentThrottle()

  /// How waiting for the engine ended.
  enum Outcome: Sendable {
    case replied(Reply)
    /// Nothing was stored: too much is under way already, or the store takes no writes.
    case notStored
    /// The commit takes longer than the sender is made to wait for, and may still happen.
    case unknown
  }

  /// Waits for the reply, within the bounds. Work that ran out of time is not cancelled, for a commit cannot be taken back, and counts
  /// as under way until it ends.
  func reply(_ work: @escaping @Sendable () async -> Reply?) async -> Outcome {
    guard gate.enter() else { return .notStored }
    let outcome = await deadline.first(within: settings.commitWithin) { [gate] in
      let reply = await work()
      gate.leave()
      return reply.map { Outcome.replied($0) } ?? .notStored
    }
    return outcome ?? .unknown
  }

  /// Reports at most once a minute for a problem of a source, with the count so far.
  func report(_ problem: String, source: String, threshold: Int = 1, _ detail: ValueMap = ValueMap()) async {
    guard let count = throttle.count(problem, source: source, threshold: threshold, at: ticks()) else { return }
    var detail = detail
    detail["source"] = .string(source)
    detail["count"] = .int(Int64(count))
    await sink.report(problem: problem, detail: .map(detail))
  }

  func tooLarge(source: String) async -> Problem {
    let limit = settings.bodyBytes
    await report("oversized_body", source: source, ["limit": .int(Int64(limit))])
    return Problem(413, "body_too_large", "at most \(limit) bytes are taken")
  }
}
