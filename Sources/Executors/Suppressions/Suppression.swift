/// The reason why an address is not written to any more.
public struct Suppression: Hashable, Sendable {
  /// The messages that do not leave.
  public enum Scope: String, Sendable, CaseIterable {
    /// None leaves: the address does not exist, or its owner complained.
    case all
    /// Marketing does not leave; what a booking owes still does.
    case marketing
  }

  /// The messages that do not leave.
  public var scope: Scope
  /// Why, as the provider or an operator says: `hard_bounce`, `unsubscribed`.
  public var reason: String

  /// Creates a suppression.
  public init(scope: Scope, reason: String) {
    self.scope = scope
    self.reason = reason
  }
}
