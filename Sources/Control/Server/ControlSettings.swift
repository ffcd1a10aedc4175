public import Listening

/// The addresses and bounds of the operators' API. The permissions of the sockets' files decide who may use it.
public struct ControlSettings: Sendable {
  /// The socket for reads: group `magnetiq`, mode 0660.
  public var reads: ListenAddress
  /// The socket for reads and acts: group `magnetiq-admin`, mode 0660.
  public var acts: ListenAddress
  /// The daemon's own uid if it differs from the operators': it may only reload. It is nil where operator and daemon
  /// are the same user, as in development.
  public var restrictedUID: UInt32?
  /// The most bytes of a call, by default 1 MiB.
  public var bodyBytes: Int
  /// The bounds of connections.
  public var listen: ListenLimits

  /// One operator with many terminals leaves room for others. A reader of the event stream may leave lines untaken for
  /// ten minutes.
  public static let listen = ListenLimits(connections: 64, peerConnections: 48, stall: .seconds(600))

  /// Creates settings.
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
