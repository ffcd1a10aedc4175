/// The class of a step decides what may be done when the outcome of an attempt is unknown (docs/protocol.md, 4). It belongs to the executor's catalogue, not to the use site.
public enum StepClass: String, Sendable, CaseIterable {
  /// Reads only: send again.
  case pure
  /// The provider recognises the key: send again with the same key within `keyLifetime`, else reconcile.
  case idempotent
  /// Tells a person something: `onUnknown` decides (resend, skip, task).
  case notify
  /// Moves money: reconcile first, never send blindly.
  case money
  /// Done by a person.
  case human
}
