/// The states that were entered in one transition of a family, by machine. Most transitions move one machine, whose
/// states need no memory of their own.
struct EnteredStates {
  private var first: (machine: Int, states: StateSet)?
  private var others: [(machine: Int, states: StateSet)] = []

  /// Adds states of a machine.
  mutating func insert(_ states: StateSet, of machine: Int) {
    if first == nil {
      first = (machine, states)
    } else if first?.machine == machine {
      first?.states.formUnion(states)
    } else if let place = others.firstIndex(where: { $0.machine == machine }) {
      others[place].states.formUnion(states)
    } else {
      others.append((machine, states))
    }
  }

  /// Returns true if this state of the machine was entered.
  func contains(_ state: Int, of machine: Int) -> Bool {
    guard let first else { return false }
    if first.machine == machine { return first.states.contains(state) }
    return others.contains { $0.machine == machine && $0.states.contains(state) }
  }
}
