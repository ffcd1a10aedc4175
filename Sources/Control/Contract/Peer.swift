/// The process at the other end of a control connection, as the kernel reports it (SO_PEERCRED, taken at `connect`).
public struct Peer: Sendable, Hashable {
  /// The process id.
  public var pid: Int32
  /// The user id.
  public var uid: UInt32
  /// The group id.
  public var gid: UInt32
  /// True for a connection to the admin socket, which may act.
  public var admin: Bool

  /// Creates a peer.
  public init(pid: Int32, uid: UInt32, gid: UInt32, admin: Bool) {
    self.pid = pid
    self.uid = uid
    self.gid = gid
    self.admin = admin
  }
}
