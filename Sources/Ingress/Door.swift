import CEL
import CivilTime

/// What the handlers share: the sink, the clocks, the bounds.
struct Door: Sendable {
  let settings: IngressSettings
  let sink: any EventSink
  /// The wall clock, or the test clock: signatures are judged by it.
  let now: @Sendable () -> Instant
  /// Monotonic, from any beginning: limits and windows are measured by it.
  let ticks: @Sendable () -> Duration
  let deadline: Deadline
  let gate: Gate
  let throttle = IncidentThrottle()

  /// The verdict; nil when there was none in time, or when too much is under way already. Work that ran out of time is not
  /// cancelled and counts as under way until it ends.
  func verdict(_ work: @escaping @Sendable () async -> Verdict) async -> Verdict? {
    guard gate.enter() else { return nil }
    return await deadline.first(within: settings.commitWithin) { [gate] in
      let verdict = await work()
      gate.leave()
      return verdict
    }
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
