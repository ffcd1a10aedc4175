import Synchronization

/// Token buckets by address, in a table of bounded size. It has two halves, of which the older one is dropped when the
/// younger one is full. An address that is seen again moves to the younger half and is not forgotten.
final class RateLimiter: Sendable {
  private struct Bucket {
    var tokens: Double
    var at: Duration
  }

  private struct Table {
    var young: [String: Bucket] = [:]
    var old: [String: Bucket] = [:]
  }

  private let limit: IngressSettings.RateLimit
  private let table = Mutex(Table())

  init(_ limit: IngressSettings.RateLimit) {
    self.limit = limit
  }

  /// Takes a token. Returns nil if there was one, otherwise the whole seconds, at least 1 and at most 3,600, after
  /// which there is one.
  func take(_ address: String, at now: Duration) -> Int? {
    table.withLock { table in
      var bucket = table.young[address] ?? table.old[address] ?? Bucket(tokens: Double(limit.burst), at: now)
      let passed = max(0, (now - bucket.at) / .seconds(1))
      bucket.tokens = min(Double(limit.burst), bucket.tokens + passed * limit.perSecond)
      bucket.at = max(now, bucket.at)
      let granted = bucket.tokens >= 1
      if granted { bucket.tokens -= 1 }
      if table.young[address] == nil, table.young.count >= max(1, limit.addresses / 2) {
        table.old = table.young
        table.young = [:]
      }
      table.young[address] = bucket
      if granted { return nil }
      return max(1, min(3_600, Int(((1 - bucket.tokens) / limit.perSecond).rounded(.up))))
    }
  }

  /// The number of addresses that are remembered.
  var count: Int { table.withLock { $0.young.count + $0.old.count } }
}
