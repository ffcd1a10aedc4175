/// The bounds of everything that a peer can make large or long.
public struct ListenLimits: Sendable, Hashable {
  /// The most bytes of the request target and all header fields together. A longer head is answered with 431.
  public var headerBytes: Int
  /// The most header fields.
  public var headerFields: Int
  /// The most bytes of the request target. A longer one is answered with 414.
  public var targetBytes: Int
  /// The most connections that are open at once. One more takes the place of a connection that we wait for, or is
  /// answered with 503.
  public var connections: Int
  /// The most connections of one peer that are open at once, so that one peer alone never holds them all.
  public var peerConnections: Int
  /// The least time for which a connection that waits for its peer keeps its place against one of a peer that holds as
  /// many. It bounds how many connections of a peer are served in a second.
  public var tenure: Duration
  /// The most connections that wait in the kernel to be accepted. For a socket that the service manager passed, the
  /// service manager sets it.
  public var waiting: Int
  /// The time from an answer until the next request's head has come in.
  public var idle: Duration
  /// The time from the acceptance of a connection until its first head has come in.
  public var head: Duration
  /// The time for a whole body, from the moment its reading begins.
  public var body: Duration
  /// The least bytes of a body that have to come in each second, on average over `rateWindow`.
  public var bodyRate: Int
  /// The time over which `bodyRate` is measured.
  public var rateWindow: Duration
  /// The time for which a peer may leave an answer untaken.
  public var stall: Duration
  /// The time after the last answer for which incoming data is discarded. A connection that is closed while bytes are
  /// unread is reset, and the reset may overtake the answer (RFC 9112 section 9.6).
  public var linger: Duration
  /// The most bytes that are discarded then.
  public var lingerBytes: Int
  /// The time for which `drain` waits for answers under way before it closes their connections.
  public var grace: Duration

  /// Creates limits. By default, one peer may hold a quarter of the connections.
  public init(
    headerBytes: Int = 32 * 1024, headerFields: Int = 100, targetBytes: Int = 4 * 1024, connections: Int = 512,
    peerConnections: Int? = nil, tenure: Duration = .seconds(1), waiting: Int = 1024, idle: Duration = .seconds(30),
    head: Duration = .seconds(10), body: Duration = .seconds(30), bodyRate: Int = 256,
    rateWindow: Duration = .seconds(5), stall: Duration = .seconds(30), linger: Duration = .seconds(2),
    lingerBytes: Int = 1 << 20, grace: Duration = .seconds(10)
  ) {
    self.headerBytes = headerBytes
    self.headerFields = headerFields
    self.targetBytes = targetBytes
    self.connections = connections
    self.peerConnections = peerConnections ?? max(1, connections / 4)
    self.tenure = tenure
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
