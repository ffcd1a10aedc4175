/// The delays before a step is tried again: `first`, `first`·`factor`, … up to `cap`, within a budget.
public struct RetryPolicy: Hashable, Sendable {
  /// The delay before the second attempt; above zero.
  public var first: Duration
  /// The factor by which each delay is longer than the one before; 1 to 10.
  public var factor: Int
  /// The longest delay.
  public var cap: Duration
  /// How long after the start of the step it is tried; nil for the default of its class.
  public var budget: Duration?

  /// By default the delays are 5, 10, 20 … seconds, at most an hour.
  public init(first: Duration = .seconds(5), factor: Int = 2, cap: Duration = .seconds(3600), budget: Duration? = nil) {
    self.first = first
    self.factor = factor
    self.cap = cap
    self.budget = budget
  }

  /// Returns the delay after attempt `number` (from 1), shortened by up to 20 %. The spread depends only on `seed` and
  /// `number`, so that a replay has the same delays and simultaneous retries are still spread.
  public func delay(afterAttempt number: Int, seed: UInt64) -> Duration {
    var delay = first
    var n = 1
    while n < number && delay < cap {
      delay = delay * factor
      n += 1
    }
    if delay > cap { delay = cap }
    // The finalizer of SplitMix64 gives equal jitter for equal seeds on every machine.
    var z = seed &+ 0x9E37_79B9_7F4A_7C15 &* UInt64(truncatingIfNeeded: number)
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    z ^= z >> 31
    let permille = Int(z % 200)
    return delay * (1000 - permille) / 1000
  }

  /// The budget where the definition sets none (docs/protocol.md, 4): 72 hours for money, 7 days for idempotent steps
  /// such as the CRM's, and 3 days for the rest.
  public static func defaultBudget(of stepClass: StepClass) -> Duration {
    switch stepClass {
    case .money: .seconds(72 * 3600)
    case .idempotent: .seconds(7 * 86400)
    case .pure, .notify, .human: .seconds(3 * 86400)
    }
  }
}
