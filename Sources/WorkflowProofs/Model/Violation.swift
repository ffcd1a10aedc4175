/// A way in which a family breaks its definition.
public struct Violation: Sendable, Hashable {
  /// The kind of fault.
  public enum Kind: String, Sendable, CaseIterable {
    /// A declared invariant does not hold.
    case invariant
    /// A transition fails, and the family stops.
    case stops
    /// A state waits for nothing.
    case stranded
    /// Nothing more happens by itself, and money is still on its way or in custody.
    case moneyHeld = "money held"
    /// A money step begins with the key of one that is done, so that the provider moves nothing and the books do.
    case keyReused = "key reused"
  }

  /// The kind of fault.
  public var kind: Kind
  /// The invariant, the code, the account or the states. Violations with the same kind and name are one.
  public var name: String
  /// A sentence for people.
  public var message: String

  /// True if both are the same fault, perhaps reached on other ways.
  func isSame(as other: Violation) -> Bool { kind == other.kind && name == other.name }
}
