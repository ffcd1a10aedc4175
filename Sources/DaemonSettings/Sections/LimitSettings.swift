extension Settings {
  /// Bounds of the engine (protocol §1, §3). Every one is finite.
  public struct Limits: Hashable, Sendable {
    /// Inputs taken into one turn, and steps of families in it.
    public var turnInputs: Int
    /// Deferred events of one family.
    public var deferred: Int
    /// Microsteps in one macrostep.
    public var microsteps: Int
    /// Steps of one machine alive at once.
    public var spawned: Int
    /// Events kept that no family has claimed; one more is not stored.
    public var inboxUnmatchedMax: Int
    /// How long such an event is tried.
    public var unmatchedTTL: Duration
    /// How long an event's key is remembered.
    public var dedupHorizon: Duration

    init(_ section: Section) {
      turnInputs = section.value("turn_inputs", .whole(1...4096), default: 256)
      deferred = section.value("deferred", .whole(1...10_000), default: 100)
      microsteps = section.value("microsteps", .whole(10...100_000), default: 1000)
      spawned = section.value("spawned", .whole(1...10_000), default: 256)
      inboxUnmatchedMax = section.value("inbox_unmatched_max", .whole(1...10_000_000), default: 100_000)
      unmatchedTTL = section.value("unmatched_ttl", .duration(.seconds(60) ... .days(365)), default: .days(3))
      dedupHorizon = section.value("dedup_horizon", .duration(.days(1) ... .days(3650)), default: .days(400))
      if dedupHorizon < unmatchedTTL {
        section.object(
          .conflict, to: "dedup_horizon", expected: "at least limits.unmatched_ttl",
          cure: "an event must be remembered for as long as it can wait")
      }
    }
  }
}

extension Duration {
  static func days(_ count: Int) -> Duration { .seconds(count * 86_400) }
}
