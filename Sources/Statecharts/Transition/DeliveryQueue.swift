/// Deliveries that wait to be handed to the machines of a family within one transition, first in, first out.
struct DeliveryQueue {
  enum Delivery {
    /// A machine was started and enters its initial states.
    case initialize(machine: Int)
    case event(machine: Int, MachineEvent, isReoffered: Bool)
    /// An invoked machine has ended, and its invoker is to hear it.
    case end(of: Int, incarnation: Int, Invoker, MachineEvent)
  }

  private var deliveries: [Delivery] = []
  private var head = 0
  /// Everything that was handed over in this transition, by whichever way: its limit ends circles.
  var delivered = 0

  var isEmpty: Bool { head == deliveries.count }

  mutating func enqueue(_ delivery: Delivery) { deliveries.append(delivery) }

  /// An event of one machine, to every other live machine of the family that declares it, in the family's order.
  mutating func enqueue(_ event: Event, from index: Int, _ family: FamilyState) {
    family.record.trace.append(.emitted(machine: index, event: event.name))
    for listener in family.bundle.listeners[event.name] ?? [] {
      guard listener.machine != index, family.isAlive(listener.machine) else { continue }
      let heard = MachineEvent(event, name: listener.event)
      enqueue(.event(machine: listener.machine, heard, isReoffered: false))
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

  /// How many events of a role wait to be offered again.
  func reoffered(of role: String) -> Int {
    deliveries[head...].count {
      if case .event(_, let event, isReoffered: true) = $0 { event.event.role == role } else { false }
    }
  }
}
