package import CEL
package import CivilTime

/// Answers questions about a family between two transitions, for a proof that explores them.
package struct FamilyProbe: Sendable {
  private let bundle: Bundle

  package init(_ bundle: Bundle) { self.bundle = bundle }

  /// Returns both sides of every comparison in an expression of a machine, and in the names under `define` that it uses.
  ///
  /// - Parameters:
  ///   - state: the state that owns the expression.
  ///   - event: the event that the machine handles; nil if there is none.
  /// - Returns: one entry for each comparison, always in the same order; nil where a side cannot be evaluated.
  package func comparedValues(
    in program: Program, of machine: Int, state: Int?, event: Event?, family: FamilySnapshot, now: Instant
  ) -> [(left: Value, right: Value)?] {
    let familyState = FamilyState(family, of: bundle, now: now)
    return familyState.withScope(machine, event: heard(event, by: machine), state: state) { scope in
      withDefines(program, of: machine).flatMap { $0.comparedValues(scope) }
    }
  }

  /// Returns the value of a condition of a machine; nil if it cannot be evaluated.
  package func holds(
    _ condition: Program, of machine: Int, state: Int?, event: Event?, family: FamilySnapshot, now: Instant
  ) -> Bool? {
    let familyState = FamilyState(family, of: bundle, now: now)
    return familyState.withScope(machine, event: heard(event, by: machine), state: state) { scope in
      try? condition.evaluateBool(scope)
    }
  }

  /// Returns an expression with the expressions under `define` that it uses, directly or through others.
  package func withDefines(_ program: Program, of machine: Int) -> [Program] {
    var programs = [program]
    var seen: Set<Int> = []
    var next = 0
    while next < programs.count {
      for slot in programs[next].slots where slot / 1000 == 6 && seen.insert(slot).inserted {
        programs.append(bundle.machines[machine].defines[slot - Slot.define(0)])
      }
      next += 1
    }
    return programs
  }

  /// Returns true if every live machine waits for nobody.
  package func isResting(_ family: FamilySnapshot, now: Instant) -> Bool {
    FamilyState(family, of: bundle, now: now).isResting(except: nil)
  }

  private func heard(_ event: Event?, by machine: Int) -> MachineEvent? {
    guard let event, let name = bundle.machines[machine].eventIndex[event.name] else { return nil }
    return MachineEvent(event, name: name)
  }
}
