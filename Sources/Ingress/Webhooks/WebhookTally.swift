import Synchronization

/// The reason why a verified event was acknowledged and dropped.
public enum WebhookDrop: String, Sendable, Hashable, CaseIterable {
  /// It is a test event at a live endpoint, or the reverse.
  case otherMode = "other_mode"
  /// Its account is not one of its endpoint's, or not that of the object in it.
  case otherOrigin = "other_origin"
  /// Its name has characters that no name of ours has, so that no definition can declare it.
  case unknownName = "unknown_name"
  /// No definition declares it, or it concerns none of our families.
  case nobody
}

/// The number of events of one source that were dropped for one reason since the start of the process.
public struct WebhookDropCount: Sendable, Hashable {
  /// The source of the webhooks.
  public var source: String
  /// The reason.
  public var reason: WebhookDrop
  /// The number of events.
  public var count: Int

  /// Creates a count.
  public init(source: String, reason: WebhookDrop, count: Int) {
    self.source = source
    self.reason = reason
    self.count = count
  }
}

/// Counts the events that are acknowledged and dropped. It has one entry for each reason of each configured source, so
/// it is bounded.
public final class WebhookTally: Sendable {
  private struct Key: Hashable {
    var source: String
    var reason: WebhookDrop
  }

  private let counts = Mutex<[Key: Int]>([:])

  /// Creates a tally of zero.
  public init() {}

  func count(_ reason: WebhookDrop, source: String) {
    counts.withLock { $0[Key(source: source, reason: reason), default: 0] += 1 }
  }

  /// The counts, sorted by source and then by reason.
  public var all: [WebhookDropCount] {
    counts.withLock { counts in
      counts.map { WebhookDropCount(source: $0.key.source, reason: $0.key.reason, count: $0.value) }
        .sorted { ($0.source, $0.reason.rawValue) < ($1.source, $1.reason.rawValue) }
    }
  }
}
