/// When a step is tried again: delays `first`, `first`·factor, … up to `cap`, within a budget.
public struct RetryPolicy: Hashable, Sendable {
  /// Before the second attempt; above zero.
  public var first: Duration
  /// 1 to 10.
  public var factor: Int
  /// The longest delay.
  public var cap: Duration
  /// How long after the first attempt it is tried at all; nil: for the class's default.
  public var budget: Duration?

  public init(first: Duration = .seconds(5), factor: Int = 2, cap: Duration = .seconds(3600), budget: Duration? = nil) {
    self.first = first
    self.factor = factor
    self.cap = cap
    self.budget = budget
  }

  /// The delay before attempt `number` + 1 (number from 1), spread by up to 20 % downwards. The spread comes from `seed` (task and
  /// number), so that a replay has the same delays and a thundering herd is still spread.
  public func delay(afterAttempt number: Int, seed: UInt64) -> Duration {
    var delay = first
    var n = 1
    while n < number && delay < cap {
      delay = delay * factor
      n += 1
    }
    if delay > cap { delay = cap }
    // SplitMix64 finalizer: equal seeds give equal jitter on every machine.
    var z = seed &+ 0x9E37_79B9_7F4A_7C15 &* UInt64(truncatingIfNeeded: number)
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    z ^= z >> 31
    let permille = Int(z % 200)
    return delay * (1000 - permille) / 1000
  }

  /// The budget when the definition names none (docs/protocol.md, 4): money 72 h, CRM and other idempotent steps 7 days, the rest 3 days.
  public static func defaultBudget(of stepClass: StepClass) -> Duration {
    switch stepClass {
    case .money: .seconds(72 * 3600)
    case .idempotent: .seconds(7 * 86400)
    case .pure, .notify, .human: .seconds(3 * 86400)
    }
  }
}
