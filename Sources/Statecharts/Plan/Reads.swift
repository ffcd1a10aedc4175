internal import CEL

/// The parts of a family that an expression reads. As long as none of them changes, its value stays the same.
struct Reads: Sendable {
  /// The machines whose states, context or steps are read, by index.
  fileprivate(set) var machines: [Int] = []
  /// The machines of which at least the run and the input are read, by index.
  fileprivate(set) var runs: [Int] = []
  /// True if balances are read.
  fileprivate(set) var balances = false
  /// True if something is read that belongs to one transition (the time, the event, a step), so that nothing can be said.
  fileprivate(set) var isVolatile = false

  /// Returns true if the expression has the same value in both families.
  func areEqual(in old: FamilySnapshot, and new: FamilySnapshot) -> Bool {
    if isVolatile || balances && old.balances != new.balances { return false }
    for machine in runs where old.instances[machine]?.incarnation != new.instances[machine]?.incarnation {
      return false
    }
    return machines.allSatisfy { machine in
      guard let before = old.instances[machine], let after = new.instances[machine] else {
        return old.instances[machine] == nil && new.instances[machine] == nil
      }
      return before.shares(with: after)
    }
  }

  fileprivate mutating func formUnion(_ other: Self) {
    machines += other.machines.filter { !machines.contains($0) }
    runs += other.runs.filter { !runs.contains($0) }
    balances = balances || other.balances
    isVolatile = isVolatile || other.isVolatile
  }
}

/// Finds the reads of expressions, through views and defines.
struct ReadsFinder {
  /// A view field, or a define of a machine: each machine has defines of its own.
  private enum Name: Hashable {
    case view(Int)
    case define(Int, machine: Int)
  }

  let machines: [Machine]
  let views: [ViewPlan]
  /// By view field: the machine that gives it.
  let owners: [Int]
  /// The reads of the views and defines that were looked at. One that is still being looked at counts as volatile, so that
  /// a circle ends.
  private var known: [Name: Reads] = [:]

  init(machines: [Machine], views: [ViewPlan], owners: [Int]) {
    (self.machines, self.views, self.owners) = (machines, views, owners)
  }

  /// Returns the reads of an expression of a machine.
  mutating func reads(of program: Program, in machine: Int) -> Reads {
    var found = Reads(runs: [machine])
    for slot in program.slots { found.formUnion(reads(ofSlot: slot, in: machine)) }
    for call in program.hostCalls {
      switch HostFunction(rawValue: call.id) {
      case .in, .firstEntered, .running: found.formUnion(Reads(machines: [machine]))
      case .balance: found.balances = true
      case .entered, nil: found.isVolatile = true
      }
    }
    return found
  }

  /// Returns the reads of a view field's value.
  mutating func reads(ofView field: Int) -> Reads {
    reads(of: .view(field)) { finder in
      let (owner, plan) = (finder.owners[field], finder.views[field])
      // The active states decide which of the expressions counts.
      var found = Reads(machines: plan.states.isEmpty ? [] : [owner], runs: [owner])
      for expression in plan.values + [plan.own].compactMap({ $0 }) {
        for program in expression.programs { found.formUnion(finder.reads(of: program, in: owner)) }
      }
      return found
    }
  }

  private mutating func reads(ofSlot slot: Int, in machine: Int) -> Reads {
    switch slot / 1000 {
    case 0:
      switch slot {
      case Slot.currency, Slot.familyKey: Reads()
      case Slot.entered, Slot.entries: Reads(machines: [machine])
      default: Reads(isVolatile: true)
      }
    case 1: Reads(machines: [machine])
    // The input is fixed with the run, a parameter with the family.
    case 2, 3: Reads()
    case 4: reads(ofView: slot - Slot.view(0))
    case 6:
      reads(of: .define(slot, machine: machine)) { finder in
        finder.reads(of: finder.machines[machine].defines[slot - Slot.define(0)], in: machine)
      }
    default: Reads(isVolatile: true)
    }
  }

  private mutating func reads(of name: Name, _ find: (inout Self) -> Reads) -> Reads {
    if let found = known[name] { return found }
    known[name] = Reads(isVolatile: true)
    let found = find(&self)
    known[name] = found
    return found
  }
}
