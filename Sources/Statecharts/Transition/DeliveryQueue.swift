internal import CivilTime

/// Deliveries that wait to be handed to the machines of a family within one transition, first in, first out.
struct DeliveryQueue {
  /// One delivery to one machine.
  enum Delivery {
    /// A machine was started and enters its initial states.
    case initialize(machine: Int)
    /// An event. `since` is when it was first deferred, if it is offered again.
    case event(machine: Int, MachineEvent, since: Instant?)
    /// An invoked machine has ended, which its invoker is told.
    case end(of: Int, incarnation: Int, Invoker, MachineEvent)
  }

  private var deliveries: [Delivery] = []
  private var head = 0
  /// The number of deliveries of this transition, in whatever way they were made. Its limit ends loops.
  var delivered = 0

  var isEmpty: Bool { head == deliveries.count }

  mutating func enqueue(_ delivery: Delivery) { deliveries.append(delivery) }

  /// Enqueues an event of one machine for every other live machine of the family that declares it, in the family's
  /// order.
  mutating func enqueue(_ event: Event, from index: Int, _ family: FamilyState) {
    family.record.trace.append(.emitted(machine: index, event: event.name))
    for listener in family.bundle.listeners[event.name] ?? [] {
      guard listener.machine != index, family.isAlive(listener.machine) else { continue }
      let heard = MachineEvent(event, name: listener.event)
      enqueue(.event(machine: listener.machine, heard, since: nil))
    }
  }

  mutating func dequeue() -> Delivery? {
    guard head < deliveries.count else {
      if head > 0 {
        deliveries.removeAll(keepingCapacity: true)
        head = 0
      }
      return nil
    }
    defer { head += 1 }
    return deliveries[head]
  }

  /// Removes the events of a machine that are about to be offered again and that the closure names.
  ///
  /// - Returns: true if there were any.
  mutating func removeReoffered(of index: Int, where isGone: (String) -> Bool) -> Bool {
    guard head < deliveries.count else { return false }
    let kept = deliveries[head...].filter {
      guard case .event(index, let event, _?) = $0 else { return true }
      return !isGone(event.event.name)
    }
    if kept.count == deliveries.count - head { return false }
    deliveries.replaceSubrange(head..., with: kept)
    return true
  }

  /// Returns the number of events of a role that wait to be offered again.
  func reoffered(of role: String) -> Int {
    deliveries[head...].count {
      if case .event(_, let event, _?) = $0 { event.event.role == role } else { false }
    }
  }
}
