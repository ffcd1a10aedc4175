import CEL
import CivilTime
import EngineMessages

/// The parts that the handlers share: the engine, the clocks and the bounds.
struct Gateway: Sendable {
  let settings: IngressSettings
  let receiver: any EventReceiver
  /// The times that a signature may carry now. There is one, or two while the daemon does not know which of its clocks
  /// is right.
  let signatureTimes: @Sendable () -> [Instant]
  /// Monotonic time from any beginning, by which limits and windows are measured.
  let ticks: @Sendable () -> Duration
  let deadline: Deadline
  let gate: Gate
  let tally: WebhookTally
  let throttle = IncidentThrottle()

  /// The result of waiting for the engine.
  enum Outcome: Sendable {
    /// The engine has replied.
    case replied(Reply)
    /// Nothing was stored, because too many requests are under way or the store takes no writes.
    case notStored
    /// The commit takes longer than the sender is made to wait, and may still happen.
    case unknown
  }

  /// Waits for the reply, within the bounds. Work that ran out of time is not cancelled, because a commit cannot be
  /// taken back. It counts as under way until it ends.
  func reply(_ work: @escaping @Sendable () async -> Reply?) async -> Outcome {
    guard gate.enter() else { return .notStored }
    let outcome = await deadline.first(within: settings.commitWithin) { [gate] in
      let reply = await work()
      gate.leave()
      return reply.map { Outcome.replied($0) } ?? .notStored
    }
    return outcome ?? .unknown
  }

  /// Reports a problem of a source, at most once a minute, once it has occurred `threshold` times.
  func report(_ problem: String, source: String, threshold: Int = 1, _ detail: ValueMap = ValueMap()) async {
    guard let count = throttle.count(problem, source: source, threshold: threshold, at: ticks()) else { return }
    var detail = detail
    detail["source"] = .string(source)
    detail["count"] = .int(Int64(count))
    await receiver.report(problem: problem, detail: .map(detail))
  }

  func tooLarge(source: String) async -> Problem {
    let limit = settings.bodyBytes
    await report("oversized_body", source: source, ["limit": .int(Int64(limit))])
    return Problem(413, "body_too_large", "at most \(limit) bytes are taken")
  }
}
