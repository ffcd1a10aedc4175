/// One thing that an operator can ask or do.
public struct Verb: Sendable, Hashable {
  public enum Kind: Sendable, Hashable {
    /// Both sockets, nothing changes.
    case read
    /// The admin socket only, with a reason and an idempotency key.
    case act
    /// The admin socket only, harmless to repeat: neither reason nor key.
    case reload
  }

  public struct Argument: Sendable, Hashable {
    public let name: String
    public let type: ArgumentType
    public let required: Bool
  }

  public let name: String
  public let kind: Kind
  /// Answers with lines as they come instead of one value.
  public let streams: Bool
  /// May take long: it ends when the caller leaves.
  public let isLong: Bool
  public let arguments: [Argument]
  /// The shape of the answer, for backend and client alike; `?` marks what may be absent.
  public let answer: String

  init(
    _ name: String, _ kind: Kind, streams: Bool = false, isLong: Bool = false, _ arguments: [Argument] = [],
    answer: String
  ) {
    self.name = name
    self.kind = kind
    self.streams = streams
    self.isLong = isLong
    self.arguments = arguments
    self.answer = answer
  }
}

extension Verb.Argument {
  static func required(_ name: String, _ type: ArgumentType) -> Self { Self(name: name, type: type, required: true) }
  static func optional(_ name: String, _ type: ArgumentType) -> Self { Self(name: name, type: type, required: false) }
}
