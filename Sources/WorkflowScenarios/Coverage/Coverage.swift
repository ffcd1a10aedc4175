public import Statecharts

/// The states and transitions that a run, or several, went through.
public struct Coverage: Sendable, Hashable {
  public var taken: Set<TakenTransition> = []
  /// By machine.
  public var visited: [Set<Int>] = []

  public init() {}

  mutating func add(_ change: FamilyChange) {
    taken.formUnion(change.taken)
    for (machine, instance) in change.next.instances.enumerated() {
      if visited.count <= machine { visited.append([]) }
      guard let instance else { continue }
      for (state, visit) in instance.visits.enumerated() where visit.count > 0 { visited[machine].insert(state) }
      if visited[machine].isEmpty { visited[machine].insert(0) }
    }
  }

  public mutating func add(_ other: Coverage) {
    taken.formUnion(other.taken)
    for (machine, states) in other.visited.enumerated() {
      if visited.count <= machine { visited.append([]) }
      visited[machine].formUnion(states)
    }
  }
}
