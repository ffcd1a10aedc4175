import Synchronization

/// Why a verified event was acknowledged and forgotten.
public enum WebhookDrop: String, Sendable, Hashable, CaseIterable {
  /// A test event at a live endpoint, or the reverse.
  case otherMode = "other_mode"
  /// Its account is not one that its endpoint speaks for, or not that of the object in it.
  case otherOrigin = "other_origin"
  /// Its name has characters that no name of ours has, so that no definition can declare it.
  case unknownName = "unknown_name"
  /// No definition declares it, or it names none of our families.
  case nobody
}

/// The number of events of one source that were dropped for one reason since the start.
public struct WebhookDropCount: Sendable, Hashable {
  public var source: String
  public var reason: WebhookDrop
  public var count: Int

  public init(source: String, reason: WebhookDrop, count: Int) {
    self.source = source
    self.reason = reason
    self.count = count
  }
}

/// Counts what is acknowledged and forgotten. Its keys are configured sources × reasons, hence bounded.
public final class WebhookTally: Sendable {
  private struct Key: Hashable {
    var source: String
    var reason: WebhookDrop
  }

  private let counts = Mutex<[Key: Int]>([:])

  public init() {}

  func count(_ reason: WebhookDrop, source: String) {
    counts.withLock { $0[Key(source: source, reason: reason), default: 0] += 1 }
  }

  /// By source, then by reason.
  public var all: [WebhookDropCount] {
    counts.withLock { counts in
      counts.map { WebhookDropCount(source: $0.key.source, reason: $0.key.reason, count: $0.value) }
        .sorted { ($0.source, $0.reason.rawValue) < ($1.source, $1.reason.rawValue) }
    }
  }
}
