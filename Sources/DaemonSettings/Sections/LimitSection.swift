/// The bounds of the engine (docs/protocol.md). All of them are finite.
public struct LimitSection: Hashable, Sendable {
  /// The most inputs, and the most steps of families, in one turn.
  public var turnInputs: Int
  /// The most deferred events of one family.
  public var deferred: Int
  /// The longest that a deferred event waits.
  public var deferredFor: Duration
  /// The most steps of a family within a minute that cause each other without waiting.
  public var atOnce: Int
  /// Those among them that start a step which moves money.
  public var paymentsAtOnce: Int
  /// The most families of one provider's event that are stepped in one turn.
  public var fanOutSlice: Int
  /// The most events that wait for one stopped family.
  public var queued: Int
  /// The time for a provider to settle an accepted step before a person is asked.
  public var settlementBudget: Duration
  /// The memory for decoded families in MiB.
  public var familyCacheMiB: Int
  /// The most microsteps in one macrostep.
  public var microsteps: Int
  /// The most open steps of one machine.
  public var spawned: Int
  /// The most stored events that match no family; one more is not stored.
  public var inboxUnmatchedMax: Int
  /// The time for which such an event is retried.
  public var unmatchedTTL: Duration
  /// The time for which an event's key is remembered.
  public var dedupHorizon: Duration
  /// The bounds of input without declared bounds.
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
    familyCacheMiB = section.value("family_cache_mib", .whole(1...65_536, unit: "MiB"), default: 12)
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
