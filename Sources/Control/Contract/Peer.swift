/// Who is at the other end of a control connection, as the kernel says (SO_PEERCRED, taken at `connect`).
public struct Peer: Sendable, Hashable {
  public var pid: Int32
  public var uid: UInt32
  public var gid: UInt32
  /// Connected to the admin socket: may act.
  public var admin: Bool

  public init(pid: Int32, uid: UInt32, gid: UInt32, admin: Bool) {
    self.pid = pid
    self.uid = uid
    self.gid = gid
    self.admin = admin
  }
}
