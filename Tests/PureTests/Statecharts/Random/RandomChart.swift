import Statecharts

/// A chart in plain terms, grown from a seed. The interpreter runs what is compiled from it, the reference runs it as it stands.
struct RandomChart {
  enum Event: Hashable {
    case external(Int)
    case raised(Int)
    case done(Int)

    static let externals = 4
    static let raisables = 2
  }

  enum Guard {
    /// The counter leaves this rest.
    case rest(Int64, of: Int64)
    case below(Int64)
    case active(Int)
  }

  enum Action {
    case add(Int64)
    case raise(Int)
  }

  struct State {
    var kind: StateNode.Kind
    var parent: Int?
    var children: [Int] = []
    var end = 0
    /// Of a history state, its default.
    var initial: [Int] = []
    /// In document order.
    var candidates: [Int] = []

    var isHistory: Bool { kind == .shallowHistory || kind == .deepHistory }
    var isAtomic: Bool { kind == .atomic || kind == .final }
  }

  struct Candidate {
    var source: Int
    /// nil: eventless.
    var event: Event?
    var guards: [Guard] = []
    var targets: [Int] = []
    var reenter = false
    /// `also: outer`.
    var also = false
    var actions: [Action] = []
  }

  static let limit = 20
  static let microsteps = 40

  var states: [State] = []
  var candidates: [Candidate] = []
  private var random: SplitMix

  init(seed: UInt64) {
    random = SplitMix(seed: seed)
    _ = grow(parent: nil, depth: 0)
    for state in states.indices { settleInitial(state) }
    for state in states.indices where !states[state].isHistory && states[state].kind != .final {
      for _ in 0..<random.below(4) { addCandidate(from: state) }
    }
  }

  // MARK: States

  private mutating func grow(parent: Int?, depth: Int) -> Int {
    let index = states.count
    states.append(State(kind: kind(parent: parent, depth: depth), parent: parent))
    switch states[index].kind {
    case .compound, .parallel:
      let least = states[index].kind == .parallel ? 2 : 1
      for _ in 0..<least + random.below(3) {
        let child = grow(parent: index, depth: depth + 1)
        states[index].children.append(child)
      }
      if random.below(3) == 0 {
        states[index].children.append(states.count)
        let kind: StateNode.Kind = random.below(2) == 0 ? .shallowHistory : .deepHistory
        states.append(State(kind: kind, parent: index, end: states.count + 1))
      }
    case .atomic, .final, .shallowHistory, .deepHistory: break
    }
    states[index].end = states.count
    return index
  }

  private mutating func kind(parent: Int?, depth: Int) -> StateNode.Kind {
    guard let parent else { return random.below(4) == 0 ? .parallel : .compound }
    let isLater = !states[parent].children.isEmpty
    if isLater, random.below(5) == 0 { return .final }
    if depth >= 4 || states.count > Self.limit { return .atomic }
    return switch random.below(10) {
    case 0..<4: .compound
    case 4..<6: .parallel
    default: .atomic
    }
  }

  private mutating func settleInitial(_ state: Int) {
    let node = states[state]
    switch node.kind {
    case .compound:
      let history = node.children.filter { states[$0].isHistory }
      if let first = history.first, random.below(8) == 0 {
        states[state].initial = [first]
      } else if random.below(4) == 0 {
        states[state].initial = [random.one(of: below(state))]
      } else {
        states[state].initial = [node.children[0]]
      }
    case .shallowHistory:
      let parent = node.parent ?? 0
      states[state].initial = [random.one(of: states[parent].children.filter { !states[$0].isHistory })]
    case .deepHistory:
      states[state].initial = [random.one(of: below(node.parent ?? 0))]
    case .atomic, .final, .parallel: break
    }
  }

  /// Proper descendants that are no history states.
  private func below(_ state: Int) -> [Int] { (state + 1..<states[state].end).filter { !states[$0].isHistory } }

  // MARK: Candidates

  private mutating func addCandidate(from source: Int) {
    var candidate = Candidate(source: source, event: event())
    if random.below(3) == 0 { candidate.guards.append(condition()) }
    if candidate.event == nil { candidate.guards.append(.below(Int64(random.below(40)))) }
    candidate.targets = targets(of: source)
    candidate.reenter = random.below(3) == 0
    candidate.also = candidate.event != nil && random.below(4) == 0
    if candidate.event == nil || random.below(3) == 0 { candidate.actions.append(.add(Int64(1 + random.below(3)))) }
    if random.below(6) == 0 { candidate.actions.append(.raise(random.below(Event.raisables))) }
    states[source].candidates.append(candidates.count)
    candidates.append(candidate)
  }

  private mutating func event() -> Event? {
    switch random.below(10) {
    case 0: return nil
    case 1: return .raised(random.below(Event.raisables))
    case 2:
      let composite = states.indices.filter { states[$0].kind == .compound || states[$0].kind == .parallel }
      return .done(random.one(of: composite))
    default: return .external(random.below(Event.externals))
    }
  }

  private mutating func condition() -> Guard {
    switch random.below(3) {
    case 0: .active(random.one(of: states.indices.filter { !states[$0].isHistory }))
    case 1: .below(Int64(random.below(30)))
    default: .rest(Int64(random.below(2)), of: Int64(2 + random.below(2)))
    }
  }

  private mutating func targets(of source: Int) -> [Int] {
    switch random.below(20) {
    case 0..<3: return []
    case 3..<5: return source == 0 ? [] : [source]
    case 5..<8:
      // Two regions of one parallel state at once.
      let parallel = states.indices.filter { states[$0].kind == .parallel }
      guard !parallel.isEmpty else { return [random.one(of: Array(1..<states.count))] }
      var regions = states[random.one(of: parallel)].children.filter { !states[$0].isHistory }
      let first = random.one(of: regions)
      regions.removeAll { $0 == first }
      return [first, random.one(of: regions)].map { random.one(of: [$0] + below($0)) }
    default: return [random.one(of: Array(1..<states.count))]
    }
  }
}

extension SplitMix {
  mutating func below(_ count: Int) -> Int { Int(next() % UInt64(count)) }

  mutating func one<T>(of list: [T]) -> T { list[below(list.count)] }
}
