public import Listening

/// Where operators reach the daemon. Who may is decided by the sockets' files.
public struct ControlSettings: Sendable {
  /// The socket for reads: group `magnetiq`, mode 0660.
  public var reads: ListenAddress
  /// The socket for reads and acts: group `magnetiq-admin`, mode 0660.
  public var acts: ListenAddress
  /// The daemon's own uid where it has one of its own: it may reload, and nothing else. nil where operator and daemon are the same
  /// user, as in development.
  public var restrictedUID: UInt32?
  /// Largest call in bytes: 1 MiB.
  public var bodyBytes: Int
  public var listen: ListenLimits

  /// One operator with many terminals leaves room for another. Who follows the events may leave them unread for as long as
  /// a page is read.
  public static let listen = ListenLimits(connections: 64, peerConnections: 48, stall: .seconds(600))

  public init(
    reads: ListenAddress, acts: ListenAddress, restrictedUID: UInt32? = nil, bodyBytes: Int = 1 << 20,
    listen: ListenLimits = ControlSettings.listen
  ) {
    self.reads = reads
    self.acts = acts
    self.restrictedUID = restrictedUID
    self.bodyBytes = bodyBytes
    self.listen = listen
  }
}
