/// Bounds of the engine (docs/protocol.md). Every one is finite.
public struct LimitSection: Hashable, Sendable {
  /// Inputs taken into one turn, and steps of families in it.
  public var turnInputs: Int
  /// Deferred events of one family.
  public var deferred: Int
  /// How long a deferred event may wait.
  public var deferredFor: Duration
  /// Steps of a family within a minute that cause each other without waiting.
  public var atOnce: Int
  /// Those among them that start a step which moves money.
  public var paymentsAtOnce: Int
  /// Families of one provider's event that are stepped in one turn.
  public var fanOutSlice: Int
  /// Events that wait for one stopped family.
  public var queued: Int
  /// How long a provider may take to settle what it accepted before a person is asked.
  public var settlementBudget: Duration
  /// Memory for decoded families, in MiB.
  public var familyCacheMiB: Int
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
  public var input: Input

  init(_ section: SectionReader) {
    turnInputs = section.value("turn_inputs", .whole(1...4096), default: 256)
    deferred = section.value("deferred", .whole(1...10_000), default: 100)
    deferredFor = section.value("deferred_for", .duration(.seconds(60) ... .days(3650)), default: .days(30))
    atOnce = section.value("at_once", .whole(10...100_000), default: 300)
    paymentsAtOnce = section.value("payments_at_once", .whole(1...100_000), default: 20)
    fanOutSlice = section.value("fan_out_slice", .whole(1...4096), default: 64)
    queued = section.value("queued", .whole(1...100_000), default: 1000)
    settlementBudget = section.value("settlement_budget", .duration(.days(1) ... .days(365)), default: .days(30))
    familyCacheMiB = section.value("family_cache_mib", .whole(1...65_536, unit: "MiB"), default: 64)
    microsteps = section.value("microsteps", .whole(10...100_000), default: 1000)
    spawned = section.value("spawned", .whole(1...10_000), default: 256)
    inboxUnmatchedMax = section.value("inbox_unmatched_max", .whole(1...10_000_000), default: 100_000)
    unmatchedTTL = section.value("unmatched_ttl", .duration(.seconds(60) ... .days(365)), default: .days(3))
    dedupHorizon = section.value("dedup_horizon", .duration(.days(1) ... .days(3650)), default: .days(400))
    input = section.section("input") { Input($0) }
    if dedupHorizon < unmatchedTTL {
      section.object(
        .conflict, to: "dedup_horizon", expected: "at least limits.unmatched_ttl",
        cure: "an event must be remembered for as long as it can wait")
    }
  }
}

extension Duration {
  static func days(_ count: Int) -> Duration { .seconds(count * 86_400) }
}
