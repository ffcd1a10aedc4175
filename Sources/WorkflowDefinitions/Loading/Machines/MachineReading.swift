internal import Statecharts
internal import YAMLTree

/// A machine as it was read, with the places of its parts in the text and the gaps that findings left. It is the input
/// of the checks.
struct MachineReading {
  /// Its position in the family; 0 is the root.
  let index: Int
  let names: Names
  let machine: Machine
  let places: MachinePlaces
  let gaps: ReadingGaps
}

struct MachinePlaces {
  struct Signal {
    /// `raise`, `emit` or `stop`.
    let kind: String
    let event: String
    let place: Node
  }

  /// The places of transitions, by index.
  var transitions: [Int: Node] = [:]
  var steps: [Int: Node] = [:]
  var signals: [Signal] = []
}

/// Parts of the text that are missing from the machine because they could not be read. No check infers anything from
/// their absence.
struct ReadingGaps {
  /// Transitions whose guard could not be read. They do not count as unguarded.
  var guards: Set<Int> = []
  /// Transitions with an unknown target. They may lead anywhere.
  var targets: Set<Int> = []
  /// Whether an `initial` or a history state's default names no state.
  var hasUnreadInitial = false
  /// Whether an action could not be read, so that its assignments and events are unknown.
  var losesEffects = false
}
