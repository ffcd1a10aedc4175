/// The class of a step decides what may be done if the outcome of an attempt is unknown (docs/protocol.md, 4). The
/// executor's catalogue sets it, not the definition that uses the step.
public enum StepClass: String, Sendable, CaseIterable {
  /// The step only reads. It is sent again.
  case pure
  /// The provider recognises the key. The step is sent again with the same key within `keyLifetime`, and reconciled
  /// after that.
  case idempotent
  /// The step notifies a person. `onUnknown` decides: resend, skip, or task.
  case notify
  /// The step moves money. It is reconciled first and never sent blindly.
  case money
  /// A person does the step.
  case human
}
