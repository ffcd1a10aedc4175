/// The states in which the machines of a family do something about an event from outside. In all others the event is
/// ignored, so that the family need not be loaded to find that out. Guards are not evaluated: a state that may handle
/// the event counts.
public struct HearingStates: Hashable, Sendable {
  /// True if no state is sure to ignore the event.
  public private(set) var isEverybody = false
  /// The paths of atomic states, by machine name. Meaningless if `isEverybody` is true.
  public private(set) var states: [String: Set<String>] = [:]

  /// Finds the states that may handle an event.
  ///
  /// - Parameter event: the name by which the machines declare it.
  public init(of event: String, in bundle: Bundle) {
    for listener in bundle.listeners[event] ?? [] where listener.isExternal {
      let plan = bundle.plans[listener.machine]
      // A step that awaits the event takes it in whatever state its machine is by then.
      let isAwaitedByStep = plan.machine.steps.contains { step in
        step.completedBy.contains { $0.event == listener.event }
      }
      guard plan.machine.declarations[listener.event]?.otherwise == .ignore, !isAwaitedByStep else {
        isEverybody = true
        return
      }
      for state in plan.atomic where Self.hears(state, listener.event, plan) {
        states[plan.name, default: []].insert(plan.states[state].path)
      }
    }
  }

  /// Returns true if a machine in these atomic states may do something about the event.
  public func includes(machine: String, in atomicStates: some Sequence<Substring>) -> Bool {
    if isEverybody { return true }
    guard let hearing = states[machine] else { return false }
    return atomicStates.contains { hearing.contains(String($0)) }
  }

  private static func hears(_ atomic: Int, _ event: Int, _ plan: MachinePlan) -> Bool {
    if plan.handlers[event].below.contains(atomic) { return true }
    // The innermost state with an `otherwise` for the event decides.
    for state in plan.lineage[atomic].descending {
      if let disposition = plan.states[state].otherwise[event] { return disposition != .ignore }
    }
    return false
  }
}
