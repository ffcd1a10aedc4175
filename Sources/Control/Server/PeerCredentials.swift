import CSystemd
import Glibc
import NIOCore

/// SO_PEERCRED of a connection; unix(7).
enum PeerCredentials {
  /// nil where the connection is not one of a Unix socket.
  static func read(_ channel: any Channel, admin: Bool) async -> Peer? {
    guard let provider = channel as? any SocketOptionProvider else { return nil }
    // The type given here is what the kernel fills in: three 32-bit numbers.
    let future: EventLoopFuture<magnetiq_peer> = provider.unsafeGetSocketOption(
      level: NIOBSDSocket.OptionLevel(rawValue: SOL_SOCKET), name: NIOBSDSocket.Option(rawValue: SO_PEERCRED))
    guard let credentials = try? await future.get(), credentials.pid > 0 else { return nil }
    return Peer(pid: credentials.pid, uid: credentials.uid, gid: credentials.gid, admin: admin)
  }
}
