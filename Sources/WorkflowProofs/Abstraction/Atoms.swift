internal import CEL
internal import CivilTime
internal import Statecharts

/// The facts of a state, coarsely: which states are active, the signs of balances, and classes of the data that matter.
/// A state in which a fact, or a pair of facts, is seen for the first time promises something new.
enum Atoms {
  static func of(_ state: ProofState, _ relevance: Relevance) -> [Int] {
    var result: [Int] = []
    func add(_ parts: Int...) {
      var hasher = Hasher()
      for part in parts { hasher.combine(part) }
      result.append(hasher.finalize())
    }
    for (account, balance) in state.family.balances.enumerated() { add(1, account, Int(balance.signum())) }
    for entry in state.family.deferred { add(2, entry.machine, entry.event.name.hashValue) }
    for (index, instance) in state.family.instances.enumerated() {
      guard let instance, !instance.isDone else {
        add(3, index)
        continue
      }
      for state in instance.configuration { add(4, index, state) }
      for (field, value) in instance.context.enumerated() where relevance.matters(field: field, of: index) {
        add(5, index, field, rank(value, now: state.now))
      }
    }
    for step in state.steps {
      add(6, step.start.name.machine, step.start.definition, step.phase == .out ? 0 : step.phase == .accepted ? 1 : 2)
    }
    return result
  }

  /// The class of a value.
  private static func rank(_ value: Value, now: Instant) -> Int {
    switch value {
    case .null: 0
    case .bool(let flag): flag ? 2 : 1
    case .int(let number): 3 + Int(number.signum())
    case .string(let text): text.utf8.count > 24 ? 5 : text.hashValue
    case .list(let items): 6 + min(2, items.count)
    case .timestamp(let instant): instant <= now ? 9 : 10
    default: 11
    }
  }
}

/// Counts how often facts and pairs of facts were seen.
struct Novelty {
  /// The number of classes that `rank` tells apart.
  static let ranks = 24
  private static let capacity = 4_096
  private var numbers: [Int: Int] = [:]
  private var counts = [Int](repeating: 0, count: capacity)
  private var pairs = [UInt64](repeating: 0, count: capacity * capacity / 64)

  /// Notes the facts of a state. Returns their numbers, and whether a pair of them was seen for the first time.
  mutating func note(_ atoms: [Int]) -> (facts: [UInt16], isNew: Bool) {
    var facts: [UInt16] = []
    facts.reserveCapacity(atoms.count)
    for atom in atoms {
      if numbers[atom] == nil, numbers.count < Self.capacity { numbers[atom] = numbers.count }
      if let number = numbers[atom] { facts.append(UInt16(number)) }
    }
    facts.sort()
    var isNew = false
    for (position, a) in facts.enumerated() {
      counts[Int(a)] += 1
      for b in facts[position...] {
        let bit = Int(a) * Self.capacity + Int(b)
        if pairs[bit >> 6] & (1 << UInt64(bit & 63)) == 0 {
          pairs[bit >> 6] |= 1 << UInt64(bit & 63)
          isNew = true
        }
      }
    }
    return (facts, isNew)
  }

  /// Returns the class of a state, the lower the more promising: by how often its rarest fact was seen, in powers of
  /// two, and then by whether a pair of its facts was new.
  func rank(_ facts: [UInt16], isNew: Bool) -> Int {
    var rarest = Int.max
    for fact in facts { rarest = min(rarest, counts[Int(fact)]) }
    let power = rarest == .max ? 0 : Int.bitWidth - max(1, rarest).leadingZeroBitCount - 1
    return min(Self.ranks - 1, 2 * power + (isNew ? 0 : 1))
  }
}
