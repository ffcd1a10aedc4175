internal import CEL
internal import CivilTime
internal import Statecharts

/// The mark that two states share if they are explored as one: 128 bits of a hash over everything that matters. Times
/// count by their order, and by the results of the conditions that read the clock. Two different states have the same
/// fingerprint with a probability that is negligible beside the bounds of the exploration.
struct Fingerprint: Hashable, Sendable {
  private let high: Int
  private let low: Int

  init(_ state: ProofState, _ model: FamilyModel) {
    var builder = FingerprintBuilder(state, model.relevance)
    builder.add()
    for sides in model.clock.sides(of: state.family, now: state.now, at: state.now) {
      builder.combine(sides.map { Self.order($0.left, $0.right) } ?? 2)
    }
    (high, low) = builder.finished
  }

  private static func order(_ left: Value, _ right: Value) -> Int {
    switch (left, right) {
    case (.timestamp(let a), .timestamp(let b)): a < b ? -1 : a == b ? 0 : 1
    case (.duration(let a), .duration(let b)): a < b ? -1 : a == b ? 0 : 1
    default: left == right ? 3 : 4
    }
  }
}

/// Hashes what matters of a state.
private struct FingerprintBuilder {
  private let state: ProofState
  private let relevance: Relevance
  private var first = Hasher()
  private var second = Hasher()
  /// All instants in order; a time counts by its place among them.
  private let instants: [Instant]

  init(_ state: ProofState, _ relevance: Relevance) {
    self.state = state
    self.relevance = relevance
    instants = Self.instants(state, relevance)
    second.combine(0x5DEE_CE66)
  }

  var finished: (Int, Int) { (first.finalize(), second.finalize()) }

  mutating func combine(_ value: some Hashable) {
    first.combine(value)
    second.combine(value)
  }

  mutating func add() {
    combine(rank(state.now))
    combine(state.family.balances)
    combine(state.wasAway)
    for posting in state.family.postings { combine(posting.id) }
    for entry in state.family.deferred {
      combine(entry.machine)
      combine(entry.event.name)
      combine(entry.event.role)
      combine(abstract(entry.event.data))
    }
    for (index, instance) in state.family.instances.enumerated() {
      guard let instance else {
        combine(-1)
        continue
      }
      add(instance, index)
    }
    for step in state.steps {
      combine(step.start.name.machine)
      combine(step.start.definition)
      combine(step.start.id)
      combine(abstract(step.start.input, keepsTimes: false))
      combine(step.phase == .out ? 0 : step.phase == .accepted ? 1 : step.phase == .open ? 2 : 3)
      combine(step.isLate)
      combine(step.tries)
    }
  }

  private mutating func add(_ instance: InstanceSnapshot, _ index: Int) {
    combine(instance.isDone)
    combine(instance.configuration)
    combine(instance.history)
    combine(abstract(instance.input))
    for (field, value) in instance.context.enumerated() where relevance.matters(field: field, of: index) {
      combine(abstract(value))
    }
    for state in relevance.lastEntries[index].sorted() where instance.configuration.contains(state) {
      combine(instance.visits[state].last.map(rank))
    }
    for state in relevance.entryCounts[index].sorted() { combine(instance.visits[state].count) }
    for state in relevance.firstEntries[index].sorted() { combine(instance.visits[state].first.map(rank)) }
    for (timer, armed) in instance.timers.enumerated() where !relevance.idleTimers[index].contains(timer) {
      combine(armed?.isArmed)
      combine(armed.map { rank($0.due) })
    }
  }

  private func rank(_ instant: Instant) -> Int { instants.firstIndex { !($0 < instant) } ?? instants.count }

  /// A value in which times are replaced by their places.
  private func abstract(_ value: Value, keepsTimes: Bool = true) -> Value {
    switch value {
    case .timestamp(let instant): .int(keepsTimes ? Int64(rank(instant)) : 0)
    case .list(let items): .list(items.map { abstract($0, keepsTimes: keepsTimes) })
    case .map(let map):
      .map(
        ValueMap(map.entries.map { ($0.key.stringValue ?? "", abstract($0.value, keepsTimes: keepsTimes)) }))
    default: value
    }
  }

  private static func instants(_ state: ProofState, _ relevance: Relevance) -> [Instant] {
    var result: Set<Instant> = [state.now]
    func add(_ value: Value) {
      switch value {
      case .timestamp(let instant): result.insert(instant)
      case .list(let items): items.forEach(add)
      case .map(let map): map.values.forEach(add)
      default: break
      }
    }
    for entry in state.family.deferred { add(entry.event.data) }
    for (index, instance) in state.family.instances.enumerated() {
      guard let instance else { continue }
      add(instance.input)
      for (field, value) in instance.context.enumerated() where relevance.matters(field: field, of: index) {
        add(value)
      }
      for state in relevance.lastEntries[index] where instance.configuration.contains(state) {
        if let last = instance.visits[state].last { result.insert(last) }
      }
      for state in relevance.firstEntries[index] {
        if let first = instance.visits[state].first { result.insert(first) }
      }
      for (timer, armed) in instance.timers.enumerated() where !relevance.idleTimers[index].contains(timer) {
        if let armed { result.insert(armed.due) }
      }
    }
    return result.sorted()
  }
}
