internal import CivilTime
internal import Statecharts
internal import WorkflowScenarios

/// Explores the states of one family, in two passes. The first is breadth first and finds the shortest ways; it is
/// complete if it comes to an end within the bounds. What is left of the bounds goes to the second, which prefers
/// states with a fact that was seen rarely, and of those the ones with a pair of facts that is new (as a best-first
/// width search does), and so gets deep without trying every order of what does not matter.
struct Exploration {
  struct Node {
    var parent: Int?
    var move: ProofMove?
    var depth: Int
    /// Until its moves were made.
    var state: ProofState?
    /// The numbers of its facts, and whether a pair of them was new.
    var facts: [UInt16] = []
    var isNew = false
  }

  struct Found {
    var violation: Violation
    var path: [ProofMove]
    /// True if no shorter way leads to it, as far as the representative data tell.
    var isShortest: Bool
  }

  /// The share of the states that the first pass may use.
  private static let breadth = 4

  let model: FamilyModel
  let bounds: ProofBounds
  private var nodes: [Node] = []
  private var seen: Set<Fingerprint> = []
  private var novelty = Novelty()
  private var queues = [[Int]](repeating: [], count: Novelty.ranks)
  private var heads = [Int](repeating: 0, count: Novelty.ranks)
  private(set) var found: [Found] = []
  private(set) var depth = 0
  /// By machine, the states that were active somewhere.
  private(set) var reached: [StateSet]
  private(set) var transitions = 0
  private(set) var excluded = 0
  private(set) var isCutByDepth = false
  private(set) var isCutByStates = false

  var states: Int { nodes.count }
  /// True if every state was reached that the representative data lead to.
  var isComplete: Bool { !isCutByDepth && !isCutByStates }

  init(model: FamilyModel, bounds: ProofBounds) {
    self.model = model
    self.bounds = bounds
    reached = model.bundle.machines.map { _ in StateSet() }
  }

  mutating func run() {
    guard let beginning = model.begin() else { return }
    if let violation = beginning.violation {
      found.append(Found(violation: violation, path: [], isShortest: true))
      return
    }
    seen.insert(Fingerprint(beginning.state, model))
    add(Node(parent: nil, move: nil, depth: 0, state: beginning.state), Atoms.of(beginning.state, model.relevance))
    var next = 0
    while next < nodes.count, nodes.count * Self.breadth < bounds.states {
      let batch = Array(next..<min(next + 64, nodes.count))
      next += batch.count
      expand(batch, isBreadthFirst: true)
    }
    while let batch = mostPromising(16) {
      if nodes.count >= bounds.states {
        isCutByStates = true
        return
      }
      expand(batch, isBreadthFirst: false)
    }
  }

  private mutating func add(_ node: Node, _ atoms: [Int]) {
    var node = node
    (node.facts, node.isNew) = novelty.note(atoms)
    nodes.append(node)
    depth = max(depth, node.depth)
    for (machine, instance) in (node.state?.family.instances ?? []).enumerated() {
      if let instance { reached[machine].formUnion(instance.configuration) }
    }
    queues[novelty.rank(node.facts, isNew: node.isNew)].append(nodes.count - 1)
  }

  /// Returns nodes whose moves were not made yet. Facts become common while nodes wait, so each is ranked again.
  private mutating func mostPromising(_ count: Int) -> [Int]? {
    for rank in queues.indices {
      var batch: [Int] = []
      while heads[rank] < queues[rank].count, batch.count < count {
        let index = queues[rank][heads[rank]]
        heads[rank] += 1
        guard nodes[index].state != nil else { continue }
        let present = novelty.rank(nodes[index].facts, isNew: nodes[index].isNew)
        if present > rank { queues[present].append(index) } else { batch.append(index) }
      }
      if !batch.isEmpty { return batch }
    }
    return nil
  }

  private struct Successor: Sendable {
    var move: ProofMove
    var consequence: FamilyModel.Consequence
    var fingerprint: Fingerprint
    var atoms: [Int]
  }

  private mutating func expand(_ batch: [Int], isBreadthFirst: Bool) {
    var work: [(index: Int, state: ProofState)] = []
    for index in batch {
      guard let state = nodes[index].state else { continue }
      nodes[index].state = nil
      nodes[index].facts = []
      if nodes[index].depth >= bounds.depth { isCutByDepth = true } else { work.append((index, state)) }
    }
    let model = model
    let successors = parallel(work, threads: bounds.threads) { item -> [Successor] in
      MoveGenerator(model: model).moves(in: item.state).map { move in
        let consequence = model.apply(move, to: item.state)
        return Successor(
          move: move, consequence: consequence, fingerprint: Fingerprint(consequence.state, model),
          atoms: consequence.violation == nil ? Atoms.of(consequence.state, model.relevance) : [])
      }
    }
    for (item, successors) in zip(work, successors) {
      for successor in successors { take(successor, from: item.index, isBreadthFirst) }
    }
  }

  private mutating func take(_ successor: Successor, from parent: Int, _ isBreadthFirst: Bool) {
    transitions += 1
    if let violation = successor.consequence.violation {
      guard !found.contains(where: { $0.violation.isSame(as: violation) }), found.count < bounds.violations else {
        return
      }
      found.append(
        Found(violation: violation, path: path(to: parent) + [successor.move], isShortest: isBreadthFirst))
      return
    }
    if successor.consequence.isExcluded {
      excluded += 1
      return
    }
    guard !successor.consequence.isRefused, seen.insert(successor.fingerprint).inserted else { return }
    add(
      Node(
        parent: parent, move: successor.move, depth: nodes[parent].depth + 1, state: successor.consequence.state),
      successor.atoms)
  }

  private func path(to index: Int) -> [ProofMove] {
    var moves: [ProofMove] = []
    var next: Int? = index
    while let index = next {
      if let move = nodes[index].move { moves.append(move) }
      next = nodes[index].parent
    }
    return moves.reversed()
  }
}
