internal import CEL

/// The parts of a family that an expression reads. As long as none of them changes, its value stays the same.
struct Reads: Sendable {
  /// The machines whose states, context or steps are read.
  private(set) var machines = StateSet()
  /// The machines of which only the run and the input are read.
  private(set) var runs = StateSet()
  /// True if balances are read.
  private(set) var balances = false
  /// True if something is read that belongs to one transition (the time, the event, a step), so that nothing can be said.
  private(set) var isVolatile = false

  /// Returns true if the expression has the same value in both families.
  func areEqual(in old: FamilySnapshot, and new: FamilySnapshot) -> Bool {
    if isVolatile || balances && old.balances != new.balances { return false }
    for machine in runs where !Self.isSameRun(old.instances[machine], new.instances[machine]) { return false }
    for machine in machines where !Self.isShared(old.instances[machine], new.instances[machine]) { return false }
    return true
  }

  private static func isSameRun(_ old: InstanceSnapshot?, _ new: InstanceSnapshot?) -> Bool {
    guard let old, let new else { return old == nil && new == nil }
    return old.shares(with: new) || old.incarnation == new.incarnation
  }

  private static func isShared(_ old: InstanceSnapshot?, _ new: InstanceSnapshot?) -> Bool {
    guard let old, let new else { return old == nil && new == nil }
    return old.shares(with: new)
  }

  fileprivate mutating func formUnion(_ other: Self) {
    machines = machines.union(other.machines)
    runs = runs.union(other.runs)
    balances = balances || other.balances
    isVolatile = isVolatile || other.isVolatile
  }
}

/// Finds what expressions read, through views and defines.
struct ReadsFinder {
  let machines: [Machine]
  let views: [ViewPlan]
  /// By view field: the machine that gives it.
  let owners: [Int]
  /// The views and defines that are being looked at, so that a circle ends.
  private var open: Set<Int> = []

  init(machines: [Machine], views: [ViewPlan], owners: [Int]) {
    (self.machines, self.views, self.owners) = (machines, views, owners)
  }

  /// Returns the reads of an expression of a machine.
  mutating func reads(of program: Program, in machine: Int) -> Reads {
    var found = Reads()
    found.readRun(of: machine)
    for slot in program.slots { add(slot, machine, to: &found) }
    for call in program.hostCalls {
      switch HostFunction(rawValue: call.id) {
      case .in, .firstEntered, .running: found.read(machine)
      case .balance: found.readBalances()
      case .entered, nil: found.readTransition()
      }
    }
    return found
  }

  /// Returns the reads of a view field's value.
  mutating func reads(ofView field: Int) -> Reads {
    var found = Reads()
    found.readRun(of: owners[field])
    guard open.insert(Slot.view(field)).inserted else {
      found.readTransition()
      return found
    }
    defer { open.remove(Slot.view(field)) }
    // The active states decide which of the expressions counts.
    if !views[field].states.isEmpty { found.read(owners[field]) }
    for expression in views[field].values + [views[field].own].compactMap({ $0 }) {
      for program in expression.programs { found.formUnion(reads(of: program, in: owners[field])) }
    }
    return found
  }

  private mutating func add(_ slot: Int, _ machine: Int, to found: inout Reads) {
    switch slot / 1000 {
    case 0:
      switch slot {
      case Slot.currency, Slot.familyKey: break
      case Slot.entered, Slot.entries: found.read(machine)
      default: found.readTransition()
      }
    case 1: found.read(machine)
    // The input is fixed with the run, a parameter with the family.
    case 2, 3: break
    case 4: found.formUnion(reads(ofView: slot - Slot.view(0)))
    case 6:
      // Each machine has defines of its own.
      let mark = -1 - (machine * 1000 + slot - Slot.define(0))
      guard open.insert(mark).inserted else { return found.readTransition() }
      found.formUnion(reads(of: machines[machine].defines[slot - Slot.define(0)], in: machine))
      open.remove(mark)
    default: found.readTransition()
    }
  }
}

extension Reads {
  fileprivate mutating func read(_ machine: Int) { machines.insert(machine) }
  fileprivate mutating func readRun(of machine: Int) { runs.insert(machine) }
  fileprivate mutating func readBalances() { balances = true }
  fileprivate mutating func readTransition() { isVolatile = true }
}
