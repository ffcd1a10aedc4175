/// Everything a peer can make large, with its bound.
public struct ListenLimits: Sendable, Hashable {
  /// All header fields and the request line together, in bytes.
  public var headerBytes: Int
  /// Number of header fields.
  public var headerFields: Int
  /// Length of the request target in bytes; longer is answered with 414.
  public var targetBytes: Int
  /// Connections open at once; one more is closed as soon as it is accepted.
  public var connections: Int
  /// A connection on which nothing is read for so long, and no answer is being made, is closed.
  public var idle: Duration
  /// How long `drain` waits for answers under way before it closes their connections.
  public var grace: Duration

  public init(
    headerBytes: Int = 32 * 1024, headerFields: Int = 100, targetBytes: Int = 4 * 1024, connections: Int = 512,
    idle: Duration = .seconds(30), grace: Duration = .seconds(10)
  ) {
    self.headerBytes = headerBytes
    self.headerFields = headerFields
    self.targetBytes = targetBytes
    self.connections = connections
    self.idle = idle
    self.grace = grace
  }
}
