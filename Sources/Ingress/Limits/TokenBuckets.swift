import Synchronization

/// Token buckets by key, in a table of bounded size. It has two halves, of which the older one is dropped when the younger
/// one is full. A key that is seen again moves to the younger half and is not forgotten.
package final class TokenBuckets: Sendable {
  private struct Bucket {
    var tokens: Double
    var at: Duration
  }

  private struct Table {
    var young: [String: Bucket] = [:]
    var old: [String: Bucket] = [:]
  }

  private let capacity: Double
  private let perSecond: Double
  private let reserve: Double
  private let keys: Int
  private let table = Mutex(Table())

  /// - Parameters:
  ///   - capacity: the tokens of a full bucket; at least 1.
  ///   - perSecond: the tokens that a bucket gains; above zero.
  ///   - reserve: the tokens that only a request for one token may take.
  ///   - keys: the most keys that are remembered.
  package init(capacity: Int, perSecond: Double, reserve: Double = 0, keys: Int) {
    self.capacity = Double(max(1, capacity))
    self.perSecond = perSecond
    self.reserve = reserve
    self.keys = keys
  }

  /// Takes tokens. Returns nil if there were enough, otherwise the whole seconds, at least 1 and at most 3,600, after
  /// which there are.
  package func take(_ key: String, _ cost: Int = 1, at now: Duration) -> Int? {
    table.withLock { table in
      var bucket = table.young[key] ?? table.old[key] ?? Bucket(tokens: capacity, at: now)
      bucket.tokens = min(capacity, bucket.tokens + max(0, (now - bucket.at) / .seconds(1)) * perSecond)
      bucket.at = max(now, bucket.at)
      let price = price(cost)
      let needed = cost > 1 ? price + reserve : price
      let isGranted = bucket.tokens >= needed
      if isGranted { bucket.tokens -= price }
      keep(bucket, key, &table)
      if isGranted { return nil }
      // The remainder of a rounding does not count as one more second.
      return max(1, min(3_600, Int(((needed - bucket.tokens) / perSecond - 1e-6).rounded(.up))))
    }
  }

  /// Returns tokens that were taken in vain.
  func giveBack(_ key: String, _ cost: Int) {
    table.withLock { table in
      // A bucket that was forgotten since is full.
      guard var bucket = table.young[key] ?? table.old[key] else { return }
      bucket.tokens = min(capacity, bucket.tokens + price(cost))
      keep(bucket, key, &table)
    }
  }

  /// The number of keys that are remembered.
  var count: Int { table.withLock { $0.young.count + $0.old.count } }

  /// Returns the tokens for a cost. A full bucket can pay for anything.
  private func price(_ cost: Int) -> Double { cost > 1 ? max(1, min(Double(cost), capacity - reserve)) : 1 }

  private func keep(_ bucket: Bucket, _ key: String, _ table: inout Table) {
    if table.young[key] == nil, table.young.count >= max(1, keys / 2) {
      table.old = table.young
      table.young = [:]
    }
    table.young[key] = bucket
  }
}

extension TokenBuckets {
  /// Buckets for the requests of each address.
  convenience init(_ limit: IngressSettings.RateLimit) {
    self.init(capacity: limit.burst, perSecond: limit.perSecond, keys: limit.addresses)
  }

  /// Buckets that hold an hour's share. The last quarter is reserved for inputs that cost one token, so that a sender of
  /// many large inputs can still send a short one.
  convenience init(perHour: Int, keys: Int = 20_000) {
    let share = Double(max(1, perHour))
    self.init(capacity: perHour, perSecond: share / 3_600, reserve: (share / 4).rounded(.down), keys: keys)
  }
}
