import Synchronization

/// Token buckets by key. A full bucket holds an hour's share. The table is bounded: it has two halves, of which the
/// older one is dropped when the younger one is full. A key that is seen again moves to the younger half and is not
/// forgotten.
final class TokenBuckets: Sendable {
  private struct Bucket {
    var tokens: Double
    var at: Duration
  }

  private struct Table {
    var young: [String: Bucket] = [:]
    var old: [String: Bucket] = [:]
  }

  private let capacity: Double
  private let keys: Int
  private let table = Mutex(Table())

  init(perHour: Int, keys: Int = 20_000) {
    capacity = Double(max(1, perHour))
    self.keys = keys
  }

  /// Takes tokens. Returns nil if there were enough, otherwise the whole seconds, at least 1 and at most 3,600, after
  /// which there are.
  ///
  /// The last quarter is reserved for inputs that cost one token, so that a sender of many large inputs can still send
  /// a short one.
  func take(_ key: String, _ cost: Int, at now: Duration) -> Int? {
    table.withLock { table in
      var bucket = table.young[key] ?? table.old[key] ?? Bucket(tokens: capacity, at: now)
      let perSecond = capacity / 3_600
      bucket.tokens = min(capacity, bucket.tokens + max(0, (now - bucket.at) / .seconds(1)) * perSecond)
      bucket.at = max(now, bucket.at)
      let price = price(cost)
      let needed = cost > 1 ? price + (capacity / 4).rounded(.down) : price
      let isGranted = bucket.tokens >= needed
      if isGranted { bucket.tokens -= price }
      keep(bucket, key, &table)
      if isGranted { return nil }
      // The remainder of a rounding does not count as one more second.
      return max(1, min(3_600, Int(((needed - bucket.tokens) / perSecond - 1e-6).rounded(.up))))
    }
  }

  /// Returns tokens of an input that was not stored.
  func giveBack(_ key: String, _ cost: Int) {
    table.withLock { table in
      // A bucket that was forgotten since is full.
      guard var bucket = table.young[key] ?? table.old[key] else { return }
      bucket.tokens = min(capacity, bucket.tokens + price(cost))
      keep(bucket, key, &table)
    }
  }

  /// Returns the tokens for a cost. A bucket that was left alone for an hour can pay for any input.
  private func price(_ cost: Int) -> Double {
    cost > 1 ? max(1, min(Double(cost), capacity - (capacity / 4).rounded(.down))) : 1
  }

  private func keep(_ bucket: Bucket, _ key: String, _ table: inout Table) {
    if table.young[key] == nil, table.young.count >= max(1, keys / 2) {
      table.old = table.young
      table.young = [:]
    }
    table.young[key] = bucket
  }
}
