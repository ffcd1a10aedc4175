/// How one life of the daemon is to end.
struct KillPlan: Sendable {
  enum Way: Sendable, Equatable {
    /// At a named place, the so many-th time that it is reached once enough is open.
    case point(String, Int)
    /// From outside, after so many changes in the daemon's folder since enough is open.
    case anywhere(UInt32)
  }

  var way: Way
  /// Only in this phase; nil: in any.
  var phase: String?

  var name: String {
    switch way {
    case .point(let name, _): name
    case .anywhere: "anywhere"
    }
  }

  /// Each named place, money's places twice, and `random` kills from outside, in a drawn order.
  static func draw(random: Int, using generator: inout SeededGenerator) -> [KillPlan] {
    func point(_ name: String, _ counts: ClosedRange<Int>, in phase: String? = nil) -> KillPlan {
      KillPlan(way: .point(name, Int.random(in: counts, using: &generator)), phase: phase)
    }
    var plans = [
      point("commit.before", 1...4), point("commit.after", 1...4), point("answer.before", 1...3),
      point("answer.timer", 1...2), point("send.before", 1...6), point("outcome.before", 1...6),
      point("checkpoint", 1...1), point("recovery", 1...1), point("savepoint.release", 1...12),
    ]
    for _ in 0..<random { plans.append(KillPlan(way: .anywhere(UInt32.random(in: 0...20, using: &generator)))) }
    plans.shuffle(using: &generator)
    // Money's own: its attempts are looked for at the provider before anything is sent again.
    let money = [
      point("outcome.before", 1...6, in: "transfers"), point("finding.before", 1...2, in: "transfers"),
      point("recovery", 1...1, in: "transfers"),
      point("finding.before", 1...3, in: "refunds"), point("commit.before", 2...8, in: "refunds"),
      // In the middle of a family's work: written, and not yet known to be whole.
      point("savepoint.release", 1...8, in: "transfers"), point("savepoint.release", 1...8, in: "refunds"),
    ]
    return money + plans
  }
}

/// SplitMix64: the same seed, the same kills, as far as two machines let them.
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
