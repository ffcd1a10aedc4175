import CivilTime

/// The results kept under `Idempotency-Key` for 24 hours of the sandbox's clock. After that a key is new again: the
/// provider may forget it then, and clients must be prepared for that.
struct Idempotency: Sendable {
  private struct Entry: Sendable {
    let fingerprint: [UInt8]
    let answer: Answer?
    let first: Instant
  }
  enum Finding: Sendable, Equatable {
    case new
    case replay(Answer)
    case inUse
    case otherParameters
  }

  static let lifetime = Duration.seconds(86_400)
  private var entries: [String: Entry] = [:]
  private var order: [String] = []
  private var pruned = 0

  /// Looks a key up and changes nothing.
  func find(_ key: String, fingerprint: [UInt8], now: Instant) -> Finding {
    guard let entry = entries[key], isAlive(entry, now) else { return .new }
    guard entry.fingerprint == fingerprint else { return .otherParameters }
    return entry.answer.map { .replay($0) } ?? .inUse
  }

  /// Marks the key as in use until `keep` or `forget`.
  mutating func begin(_ key: String, fingerprint: [UInt8], now: Instant) {
    prune(now)
    entries[key] = Entry(fingerprint: fingerprint, answer: nil, first: now)
  }

  mutating func keep(_ key: String, fingerprint: [UInt8], answer: Answer, now: Instant) {
    prune(now)
    entries[key] = Entry(fingerprint: fingerprint, answer: answer, first: now)
    order.append(key)
  }

  mutating func forget(_ key: String) { entries[key] = nil }

  private func isAlive(_ entry: Entry, _ now: Instant) -> Bool { now.duration(since: entry.first) < Self.lifetime }

  private mutating func prune(_ now: Instant) {
    while pruned < order.count {
      if let entry = entries[order[pruned]] {
        if isAlive(entry, now) { break }
        entries[order[pruned]] = nil
      }
      pruned += 1
    }
    if pruned > 10_000 {
      order.removeFirst(pruned)
      pruned = 0
    }
  }
}
