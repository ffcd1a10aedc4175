/// A request's name and the permission that it needs.
public struct Verb: Sendable, Hashable {
  /// The permission and the form of a call.
  public enum Kind: String, Sendable, Hashable {
    /// Allowed on both sockets; nothing changes.
    case read
    /// Allowed on the admin socket only, with a reason and an idempotency key.
    case act
    /// Allowed on the admin socket only. It is harmless to repeat and needs neither reason nor key.
    case reload
  }

  /// The name, such as `families.list`.
  public let name: String
  /// The permission that it needs.
  public let kind: Kind
  /// Whether it may take long; it then ends when the caller disconnects.
  public let isLong: Bool

  init(_ name: String, _ kind: Kind = .read, isLong: Bool = false) {
    self.name = name
    self.kind = kind
    self.isLong = isLong
  }
}
