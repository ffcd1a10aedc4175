import CSystemd
import Glibc
import Listening
import NIOCore

/// The SO_PEERCRED of a connection (unix(7)).
enum PeerCredentials {
  /// Callers share the connections by their uid.
  static let share: HTTPListener.Judge = { channel in
    guard let credentials = credentials(channel) else { return HTTPListener.known(.known("unknown"), channel) }
    return credentials.map { .known("uid \($0.uid)") }
  }

  /// Returns nil if the connection is not one of a Unix socket.
  static func read(_ channel: any Channel, admin: Bool) async -> Peer? {
    guard let credentials = try? await credentials(channel)?.get(), credentials.pid > 0 else { return nil }
    return Peer(pid: credentials.pid, uid: credentials.uid, gid: credentials.gid, admin: admin)
  }

  private static func credentials(_ channel: any Channel) -> EventLoopFuture<magnetiq_peer>? {
    // The type given here is what the kernel fills in: three 32-bit numbers.
    (channel as? any SocketOptionProvider)?.unsafeGetSocketOption(
      level: NIOBSDSocket.OptionLevel(rawValue: SOL_SOCKET), name: NIOBSDSocket.Option(rawValue: SO_PEERCRED))
  }
}
