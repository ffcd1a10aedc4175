import Synchronization

/// The reason why a verified event was acknowledged and dropped.
public enum WebhookDrop: String, Sendable, Hashable, CaseIterable {
  /// It is a test event at a live endpoint, or the reverse.
  case otherMode = "other_mode"
  /// Its account is not one of its endpoint's, or not that of the object in it.
  case otherOrigin = "other_origin"
  /// Its name has characters that no name of ours has, so that no definition can declare it.
  case unknownName = "unknown_name"
  /// It answers an invitation in the name of somebody who was not invited.
  case stranger
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

/// The number of deliveries to one source that were refused for one reason, because nothing showed who sent them.
public struct WebhookRefusalCount: Sendable, Hashable {
  /// The source of the webhooks.
  public var source: String
  /// `missing_header`, `malformed_header`, `mismatch` or `stale`.
  public var reason: String
  /// The number of deliveries since the start of the process.
  public var count: Int
}

/// Counts the events that are acknowledged and dropped, and the deliveries that are refused. It has one entry for each
/// reason of each configured source, so it is bounded.
public final class WebhookTally: Sendable {
  private struct Key: Hashable {
    var source: String
    var reason: WebhookDrop
  }

  private struct RefusalKey: Hashable {
    var source: String
    var reason: String
  }

  private let counts = Mutex<[Key: Int]>([:])
  private let refused = Mutex<[RefusalKey: Int]>([:])

  /// Creates a tally of zero.
  public init() {}

  func count(_ reason: WebhookDrop, source: String) {
    counts.withLock { $0[Key(source: source, reason: reason), default: 0] += 1 }
  }

  func refuse(_ reason: String, source: String) {
    refused.withLock { $0[RefusalKey(source: source, reason: reason), default: 0] += 1 }
  }

  /// The refused deliveries, sorted by source and then by reason.
  public var refusals: [WebhookRefusalCount] {
    refused.withLock { counts in
      counts.map { WebhookRefusalCount(source: $0.key.source, reason: $0.key.reason, count: $0.value) }
        .sorted { ($0.source, $0.reason) < ($1.source, $1.reason) }
    }
  }

  /// The counts, sorted by source and then by reason.
  public var all: [WebhookDropCount] {
    counts.withLock { counts in
      counts.map { WebhookDropCount(source: $0.key.source, reason: $0.key.reason, count: $0.value) }
        .sorted { ($0.source, $0.reason.rawValue) < ($1.source, $1.reason.rawValue) }
    }
  }
}
