internal import CEL

/// An event on its way through one machine of a family. It is a shared object, because queues, scopes and interpreters
/// all hold it.
final class MachineEvent: Sendable {
  let event: Event
  /// The index of the event in the machine that receives it.
  let name: Int

  init(_ event: Event, name: Int) {
    self.event = event
    self.name = name
  }
}
