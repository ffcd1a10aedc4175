/// A regular expression that is matched in time linear in the text: all states of the automaton are followed at once
/// (Thompson, 1968), nothing is tried again.
struct Pattern: Sendable {
  private static let largestProgram = 5_000
  /// Code points of the text times instructions of the program.
  private static let largestWork = 20_000_000

  private enum Instruction: Sendable {
    case characters(CharacterSet)
    case assertion(PatternNode.Assertion)
    case split(Int, Int)
    case jump(Int)
    case match
  }

  private var program: [Instruction] = []

  init(_ pattern: String) throws(EvaluationError) {
    guard pattern.utf8.count <= 4_096 else { throw EvaluationError("bad-pattern", "a pattern has at most 4096 bytes") }
    var parser = PatternParser(pattern)
    try emit(try parser.parse())
    try append(.match)
  }

  private mutating func append(_ instruction: Instruction) throws(EvaluationError) {
    guard program.count < Self.largestProgram else {
      throw EvaluationError("bad-pattern", "the pattern is too large; use smaller counts")
    }
    program.append(instruction)
  }

  private mutating func emit(_ node: PatternNode) throws(EvaluationError) {
    switch node {
    case .empty: break
    case .characters(let set): try append(.characters(set))
    case .assertion(let assertion): try append(.assertion(assertion))
    case .sequence(let parts): for part in parts { try emit(part) }
    case .alternatives(let branches):
      var ends: [Int] = []
      for branch in branches.dropLast() {
        let split = program.count
        try append(.split(split + 1, 0))
        try emit(branch)
        ends.append(program.count)
        try append(.jump(0))
        program[split] = .split(split + 1, program.count)
      }
      if let last = branches.last { try emit(last) }
      for end in ends { program[end] = .jump(program.count) }
    case .repeated(let inner, let least, let most):
      for _ in 0..<least { try emit(inner) }
      guard let most else {
        let split = program.count
        try append(.split(split + 1, 0))
        try emit(inner)
        try append(.jump(split))
        program[split] = .split(split + 1, program.count)
        return
      }
      var splits: [Int] = []
      for _ in least..<most {
        splits.append(program.count)
        try append(.split(program.count + 1, 0))
        try emit(inner)
      }
      for split in splits { program[split] = .split(split + 1, program.count) }
    }
  }

  /// Whether the pattern matches anywhere in the text.
  func matches(_ text: String) throws(EvaluationError) -> Bool {
    let scalars = Array(text.unicodeScalars)
    guard (scalars.count + 1).multipliedReportingOverflow(by: program.count).partialValue <= Self.largestWork else {
      throw EvaluationError("cost-limit", "the text is too long for this pattern")
    }
    var current: [Int] = []
    var seen = [Int](repeating: -1, count: program.count)
    for index in 0...scalars.count {
      // A match may begin at every place.
      if add(0, index, scalars, &current, &seen) { return true }
      guard index < scalars.count else { break }
      var following: [Int] = []
      for state in current {
        guard case .characters(let set) = program[state], set.contains(scalars[index]) else { continue }
        if add(state + 1, index + 1, scalars, &following, &seen) { return true }
      }
      current = following
    }
    return false
  }

  /// Adds the states that are reached from `start` without reading; true when one of them is the match.
  private func add(
    _ start: Int, _ index: Int, _ scalars: [Unicode.Scalar], _ states: inout [Int], _ seen: inout [Int]
  ) -> Bool {
    var waiting = [start]
    while let state = waiting.popLast() {
      guard seen[state] != index else { continue }
      seen[state] = index
      switch program[state] {
      case .match: return true
      case .jump(let target): waiting.append(target)
      case .split(let first, let second): waiting += [second, first]
      case .assertion(let assertion): if Self.holds(assertion, index, scalars) { waiting.append(state + 1) }
      case .characters: states.append(state)
      }
    }
    return false
  }

  private static func holds(_ assertion: PatternNode.Assertion, _ index: Int, _ scalars: [Unicode.Scalar]) -> Bool {
    func isWord(_ place: Int) -> Bool {
      scalars.indices.contains(place) && CharacterSet.words.contains { $0.contains(scalars[place].value) }
    }
    switch assertion {
    case .textStart: return index == 0
    case .textEnd: return index == scalars.count
    case .lineStart: return index == 0 || scalars[index - 1] == "\n"
    case .lineEnd: return index == scalars.count || scalars[index] == "\n"
    case .wordBoundary: return isWord(index - 1) != isWord(index)
    case .noWordBoundary: return isWord(index - 1) == isWord(index)
    }
  }
}
