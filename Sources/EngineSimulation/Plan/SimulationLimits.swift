/// The limits on what the engine keeps. They are far lower than a daemon's, so that a run of days meets them.
struct SimulationLimits {
  /// The memory for decoded families; with 1 none is kept between two turns.
  var cacheBytes = 200_000
  /// The most events that a family takes from one role in its lifetime.
  var eventsPerRole: Int64 = 10_000
  /// The most events that wait for a family that is not there.
  var unmatched = 20
  /// The most events that wait for a stopped family.
  var queuedPerFamily: Int64 = 20
}
