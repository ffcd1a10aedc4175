/// The events that a machine raises for itself within one macrostep, first in, first out (SCXML 1.0, Appendix D,
/// internalQueue).
package struct InternalQueue<Event> {
  private var events: [Event] = []
  private var head = 0

  /// True if no event waits.
  package var isEmpty: Bool { head == events.count }

  /// Appends an event.
  package mutating func enqueue(_ event: Event) { events.append(event) }

  mutating func dequeue() -> Event? {
    guard head < events.count else { return nil }
    defer { head += 1 }
    return events[head]
  }

  mutating func removeAll() {
    if !events.isEmpty { events.removeAll(keepingCapacity: true) }
    head = 0
  }
}
