/// The name of a request, and who may make it how.
public struct Verb: Sendable, Hashable {
  public enum Kind: String, Sendable, Hashable {
    /// Both sockets; nothing changes.
    case read
    /// The admin socket only, with a reason and an idempotency key.
    case act
    /// The admin socket only, harmless to repeat: neither reason nor key.
    case reload
  }

  /// `families.list`
  public let name: String
  public let kind: Kind
  /// May take long: it ends when the caller leaves.
  public let isLong: Bool

  init(_ name: String, _ kind: Kind = .read, isLong: Bool = false) {
    self.name = name
    self.kind = kind
    self.isLong = isLong
  }
}
