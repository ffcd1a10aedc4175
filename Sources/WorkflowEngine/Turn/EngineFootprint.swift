/// The memory of an engine between two turns. All of it has a limit, however many families and events there are.
public struct EngineFootprint: Sendable {
  /// The estimated bytes of the decoded families, measured anew; at most `EngineOptions.cacheBytes`.
  public let cachedBytes: Int
  /// The bytes that the cache believes to hold. They differ from `cachedBytes` only by a fault of its counting.
  public let countedBytes: Int
  /// The number of attempts that are out, by executor; at most the concurrency of each.
  public let attemptsOut: [String: Int]
  /// The number of compiled bundles.
  public let bundles: Int
  /// The number of events that wait for a family that is not there and of fan-outs under way; nil if it has to be counted.
  public let waitingEvents: Int64?

  init(of context: TurnContext) {
    (cachedBytes, countedBytes) = context.families.footprint
    attemptsOut = context.slots.used
    bundles = context.bundles.count
    waitingEvents = context.waitingEvents
  }
}
