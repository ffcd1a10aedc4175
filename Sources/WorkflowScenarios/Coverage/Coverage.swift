public import Statecharts

/// The states and transitions that one or several runs went through.
public struct Coverage: Sendable, Hashable {
  /// The transitions that were taken.
  public var taken: Set<TakenTransition> = []
  /// The states that were active, for each machine by its index.
  public var visited: [Set<Int>] = []

  /// Creates an empty coverage.
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

  /// Adds the states and transitions of another run.
  public mutating func add(_ other: Coverage) {
    taken.formUnion(other.taken)
    for (machine, states) in other.visited.enumerated() {
      if visited.count <= machine { visited.append([]) }
      visited[machine].formUnion(states)
    }
  }
}
