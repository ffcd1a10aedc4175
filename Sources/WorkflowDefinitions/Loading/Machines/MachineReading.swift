internal import Statecharts
internal import YAMLTree

/// A machine as it was read, with the places of its parts in the text and the gaps that findings left: the subject of the checks.
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

  /// By index.
  var transitions: [Int: Node] = [:]
  var steps: [Int: Node] = [:]
  var signals: [Signal] = []
}

/// Parts of the text that are not in the machine, because they could not be read. No check infers anything from their absence.
struct ReadingGaps {
  /// Transitions whose guard could not be read: they are not unguarded.
  var guards: Set<Int> = []
  /// Transitions whose target is no state: they may lead anywhere.
  var targets: Set<Int> = []
  /// An `initial` or a history state's default is no state.
  var hasUnreadInitial = false
  /// An action could not be read at all, so that what it assigns or sends is unknown.
  var losesEffects = false
}
