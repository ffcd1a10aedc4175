internal import CEL
internal import CivilTime
internal import Statecharts

/// The guards whose result may change by time alone, by the states that they belong to.
struct ClockConditions: Sendable {
  struct Condition: Sendable {
    let program: Program
    /// The event that the guard is asked for; nil for eventless transitions.
    let event: EventDeclaration?
  }

  /// By machine and state.
  private let conditions: [[[Condition]]]
  private let bundle: Bundle

  init(_ bundle: Bundle) {
    self.bundle = bundle
    conditions = bundle.machines.enumerated().map { index, machine in
      machine.states.map { node in
        let events = node.handlers.keys.sorted().filter { machine.declarations[$0]?.isExternal == true }
        return (node.always + events.flatMap { node.handlers[$0] ?? [] }).compactMap { number -> Condition? in
          let transition = machine.transitions[number]
          guard let program = transition.guard,
            FamilyProbe(bundle).withDefines(program, of: index).contains(where: { $0.slots.contains(Slot.now) })
          else { return nil }
          return Condition(program: program, event: transition.event.flatMap { machine.declarations[$0] })
        }
      }
    }
  }

  /// Returns both sides of the comparisons in the guards of all active states, at a time.
  func sides(of family: FamilySnapshot, now: Instant, at time: Instant) -> CutPoints.Sides {
    var result: CutPoints.Sides = []
    for (index, instance) in family.instances.enumerated() {
      guard let instance, !instance.isDone else { continue }
      for state in instance.configuration {
        for condition in conditions[index][state] {
          result += FamilyProbe(bundle).comparedValues(
            in: condition.program, of: index, state: state, event: sample(condition.event, now: now), family: family,
            now: time)
        }
      }
    }
    return result
  }

  private func sample(_ declaration: EventDeclaration?, now: Instant) -> Event? {
    guard let declaration else { return nil }
    return Event(
      name: declaration.name, role: declaration.by.first ?? "provider",
      data: Representatives.first(of: declaration.data, now: now))
  }
}
