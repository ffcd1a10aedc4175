/// Finds a pattern in one text. The time for each place in the text is at most the size of the program, for any input.
/// The steps taken are charged.
struct PatternMatcher {
  /// The number of instructions for which one step is charged.
  private static let instructionsPerStep = 32
  private static let none = -1

  private struct Threads {
    /// The instructions that read, the preferred ones first.
    var order: [Int] = []
    /// The saved places of the thread at each instruction, `slots` for each.
    var places: [Int]
  }

  private enum Visit {
    case instruction(Int)
    /// Undoes a save once everything behind it has been visited.
    case restore(slot: Int, place: Int)
  }

  private let instructions: [PatternProgram.Instruction]
  private let sets: [CharacterSet]
  private let isAnchored: Bool
  private let text: [UInt32]
  private let slots: Int
  private var current: Threads
  private var following: Threads
  /// For each instruction, the generation of threads in which it was last reached.
  private var seen: [Int]
  private var generation = 0
  private var places: [Int]
  private var stack: [Visit] = []
  private var work = 0

  /// - Parameter slots: the number of places to save: 2 for the whole match and 2 more for each group. With 0 the
  ///   search ends at the first match.
  init(_ pattern: Pattern, _ text: [UInt32], slots: Int) {
    instructions = pattern.program.instructions
    sets = pattern.program.sets
    isAnchored = pattern.program.isAnchored
    self.text = text
    self.slots = slots
    current = Threads(places: [Int](repeating: Self.none, count: slots * instructions.count))
    following = current
    seen = [Int](repeating: 0, count: instructions.count)
    places = [Int](repeating: Self.none, count: slots)
  }

  /// Returns the places of the leftmost match at or after `start`: where the match and each group begin and end, -1 for
  /// a group that takes no part. The result is empty without slots, and nil if there is no match.
  mutating func find(from start: Int, _ frame: inout Frame) throws(EvaluationError) -> [Int]? {
    var found: [Int]?
    var index = start
    following.order.removeAll(keepingCapacity: true)
    generation += 1
    if !isAnchored || index == 0, seed(index) { found = [] }
    while !following.order.isEmpty || (found == nil && !isAnchored && index < text.count), slots > 0 || found == nil {
      swap(&current, &following)
      following.order.removeAll(keepingCapacity: true)
      generation += 1
      step(index, &found)
      guard index < text.count else { break }
      index += 1
      if found == nil, !isAnchored, seed(index) { found = [] }
      if work >= 4_096 { try charge(&frame) }
    }
    try charge(&frame)
    return found
  }

  /// Starts a thread at this place, with a lower preference than all earlier ones.
  private mutating func seed(_ index: Int) -> Bool {
    for slot in places.indices { places[slot] = Self.none }
    return add(0, index)
  }

  private mutating func charge(_ frame: inout Frame) throws(EvaluationError) {
    let (steps, rest) = work.quotientAndRemainder(dividingBy: Self.instructionsPerStep)
    work = rest
    try frame.charge(steps)
  }

  /// Reads the code point at `index` with all threads.
  private mutating func step(_ index: Int, _ found: inout [Int]?) {
    work += 1 + current.order.count
    for place in 0..<current.order.count {
      let state = current.order[place]
      let reads: Bool
      switch instructions[state] {
      case .read(let set): reads = index < text.count && sets[set].contains(text[index])
      case .readOne(let code): reads = index < text.count && text[index] == code
      case .match:
        // All threads behind this one have a lower preference.
        found = Array(current.places[state * slots..<state * slots + slots])
        return
      default: reads = false
      }
      guard reads else { continue }
      for slot in places.indices { places[slot] = current.places[state * slots + slot] }
      if add(state + 1, index + 1) {
        found = []
        return
      }
    }
  }

  /// Adds to the next threads the reading instructions that are reached from `start` without reading, the preferred
  /// ones first. Returns true if a match is reached and no places are needed.
  private mutating func add(_ start: Int, _ index: Int) -> Bool {
    stack.removeAll(keepingCapacity: true)
    stack.append(.instruction(start))
    while let visit = stack.popLast() {
      guard case .instruction(var state) = visit else {
        if case .restore(let slot, let place) = visit { places[slot] = place }
        continue
      }
      while seen[state] != generation {
        seen[state] = generation
        work += 1
        var next: Int?
        switch instructions[state] {
        case .jump(let target): next = target
        case .split(let first, let second):
          stack.append(.instruction(second))
          next = first
        case .assertion(let assertion): if holds(assertion, index) { next = state + 1 }
        case .save(let slot):
          if slot < slots {
            stack.append(.restore(slot: slot, place: places[slot]))
            places[slot] = index
          }
          next = state + 1
        case .match where slots == 0: return true
        case .read, .readOne, .match:
          following.order.append(state)
          for slot in places.indices { following.places[state * slots + slot] = places[slot] }
        }
        guard let next else { break }
        state = next
      }
    }
    return false
  }

  private func isWord(_ index: Int) -> Bool {
    index >= 0 && index < text.count && CharacterSet.words.contains(text[index])
  }

  private func holds(_ assertion: PatternNode.Assertion, _ index: Int) -> Bool {
    switch assertion {
    case .textStart: index == 0
    case .textEnd: index == text.count
    case .lineStart: index == 0 || text[index - 1] == 10
    case .lineEnd: index == text.count || text[index] == 10
    case .wordBoundary: isWord(index - 1) != isWord(index)
    case .noWordBoundary: isWord(index - 1) == isWord(index)
    }
  }
}
