internal import CEL

/// An event on its way through one machine in a run: shared, since queues, scopes and actions all hold it.
final class Occurrence: Sendable {
  let event: Event
  /// The event's index in the machine that hears it.
  let name: Int

  init(_ event: Event, name: Int) {
    self.event = event
    self.name = name
  }
}
