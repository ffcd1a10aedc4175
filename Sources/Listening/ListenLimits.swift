/// Everything a peer can make large or long, with its bound.
public struct ListenLimits: Sendable, Hashable {
  /// All header fields and the request line together, in bytes.
  public var headerBytes: Int
  /// Number of header fields.
  public var headerFields: Int
  /// Length of the request target in bytes; longer is answered with 414.
  public var targetBytes: Int
  /// Connections open at once. One more takes the place of one that keeps us waiting, or is answered with 503.
  public var connections: Int
  /// Connections of one peer open at once, so that one alone never holds them all.
  public var peerConnections: Int
  /// How long a connection that waits for its peer is left alone at least, although another one of a peer that holds as
  /// many would like its place. It bounds how many connections a peer has served in a second.
  public var patience: Duration
  /// Connections that the kernel keeps until they are accepted; of a socket that was handed over its maker says it.
  public var waiting: Int
  /// How long a connection may stay open between two requests.
  public var idle: Duration
  /// How long the first head may take, from the moment the connection is accepted to its last byte.
  public var head: Duration
  /// How long a body may take in all, from the moment somebody wants to read it.
  public var body: Duration
  /// Bytes of a body that have to come in each second, on the average over `rateWindow`.
  public var bodyRate: Int
  /// The time over which `bodyRate` is measured.
  public var rateWindow: Duration
  /// How long a peer may leave an answer untaken.
  public var stall: Duration
  /// How long what a peer still sends is read past after the last answer. A connection that is closed while bytes are
  /// unread is reset, and the reset may overtake the answer (RFC 9112 section 9.6).
  public var linger: Duration
  /// How many bytes are read past at most.
  public var lingerBytes: Int
  /// How long `drain` waits for answers under way before it closes their connections.
  public var grace: Duration

  public init(
    headerBytes: Int = 32 * 1024, headerFields: Int = 100, targetBytes: Int = 4 * 1024, connections: Int = 512,
    peerConnections: Int? = nil, patience: Duration = .seconds(1), waiting: Int = 1024, idle: Duration = .seconds(30),
    head: Duration = .seconds(10), body: Duration = .seconds(30), bodyRate: Int = 256,
    rateWindow: Duration = .seconds(5), stall: Duration = .seconds(30), linger: Duration = .seconds(2),
    lingerBytes: Int = 1 << 20, grace: Duration = .seconds(10)
  ) {
    self.headerBytes = headerBytes
    self.headerFields = headerFields
    self.targetBytes = targetBytes
    self.connections = connections
    self.peerConnections = peerConnections ?? max(1, connections / 4)
    self.patience = patience
    self.waiting = waiting
    self.idle = idle
    self.head = head
    self.body = body
    self.bodyRate = bodyRate
    self.rateWindow = rateWindow
    self.stall = stall
    self.linger = linger
    self.lingerBytes = lingerBytes
    self.grace = grace
  }
}
