internal import CEL

/// An event on its way through one machine of a family: shared, since queues, scopes and interpreters all hold it.
final class MachineEvent: Sendable {
  let event: Event
  /// The event's index in the machine that hears it.
  let name: Int

  init(_ event: Event, name: Int) {
    self.event = event
    self.name = name
  }
}
