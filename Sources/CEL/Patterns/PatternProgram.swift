/// A pattern as the instructions that the matcher follows (Thompson, 1968; Pike, 1987).
struct PatternProgram: Sendable {
  enum Instruction: Sendable {
    /// Reads one code point of the set with this index.
    case read(Int)
    /// Reads this code point.
    case readOne(UInt32)
    case assertion(PatternNode.Assertion)
    /// Continues at both places; the first is preferred.
    case split(Int, Int)
    case jump(Int)
    /// Saves the place in the text: slot 2n where group n begins, slot 2n+1 where it ends.
    case save(Int)
    case match
  }

  static let largest = 10_000

  private(set) var instructions: [Instruction] = []
  private(set) var sets: [CharacterSet] = []
  private var indexOfSet: [CharacterSet: Int] = [:]
  /// True if every match begins at the start of the text.
  let isAnchored: Bool

  init(_ tree: PatternNode) throws(EvaluationError) {
    isAnchored = Self.isAnchored(tree)
    try emit(.group(tree, index: 0))
    try append(.match)
  }

  private static func isAnchored(_ node: PatternNode) -> Bool {
    switch node {
    case .assertion(.textStart): true
    case .sequence(let parts): parts.first.map(isAnchored) ?? false
    case .group(let inner, _): isAnchored(inner)
    case .alternatives(let branches): branches.allSatisfy(isAnchored)
    default: false
    }
  }

  private mutating func append(_ instruction: Instruction) throws(EvaluationError) {
    guard instructions.count < Self.largest else {
      throw EvaluationError(
        "bad-pattern", "the pattern is too large: it has more than \(Self.largest) instructions; use smaller counts")
    }
    instructions.append(instruction)
  }

  private mutating func emit(_ node: PatternNode) throws(EvaluationError) {
    switch node {
    case .empty: break
    case .characters(let set): try append(read(set))
    case .assertion(let assertion): try append(.assertion(assertion))
    case .sequence(let parts): for part in parts { try emit(part) }
    case .alternatives(let branches):
      var ends: [Int] = []
      for branch in branches.dropLast() {
        let split = try reserve()
        try emit(branch)
        ends.append(try reserve())
        instructions[split] = .split(split + 1, instructions.count)
      }
      if let last = branches.last { try emit(last) }
      for end in ends { instructions[end] = .jump(instructions.count) }
    case .repeated(let inner, let least, let most, let greedy):
      try emitRepeated(inner, least, most, greedy)
    case .group(let inner, let index):
      try append(.save(2 * index))
      try emit(inner)
      try append(.save(2 * index + 1))
    }
  }

  /// Reserves a place for an instruction whose targets are not known yet.
  private mutating func reserve() throws(EvaluationError) -> Int {
    try append(.match)
    return instructions.count - 1
  }

  private mutating func read(_ set: CharacterSet) -> Instruction {
    if set.ranges.count == 1, set.ranges[0].count == 1 { return .readOne(set.ranges[0].lowerBound) }
    // Counts repeat the same set often. Arrays that share their storage compare equal at once.
    if let last = sets.last, last == set { return .read(sets.count - 1) }
    if let index = indexOfSet[set] { return .read(index) }
    indexOfSet[set] = sets.count
    sets.append(set)
    return .read(sets.count - 1)
  }

  private func split(_ into: Int, _ past: Int, _ greedy: Bool) -> Instruction {
    greedy ? .split(into, past) : .split(past, into)
  }

  private mutating func emitRepeated(
    _ inner: PatternNode, _ least: Int, _ most: Int?, _ greedy: Bool
  ) throws(EvaluationError) {
    guard let most else {
      // x{n,} becomes n-1 times x, then x+. A part that can be empty becomes (x+)?, because its empty turn would
      // otherwise be tried too early.
      if least == 0, !inner.isNullable {
        let start = try reserve()
        try emit(inner)
        try append(.jump(start))
        instructions[start] = split(start + 1, instructions.count, greedy)
        return
      }
      let optional = least == 0 ? try reserve() : nil
      for _ in 1..<max(least, 1) { try emit(inner) }
      let start = instructions.count
      try emit(inner)
      let end = try reserve()
      instructions[end] = split(start, instructions.count, greedy)
      if let optional { instructions[optional] = split(optional + 1, instructions.count, greedy) }
      return
    }
    for _ in 0..<least { try emit(inner) }
    var splits: [Int] = []
    for _ in least..<most {
      splits.append(try reserve())
      try emit(inner)
    }
    for place in splits { instructions[place] = split(place + 1, instructions.count, greedy) }
  }
}
