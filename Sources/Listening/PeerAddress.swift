import Glibc
import NIOCore

/// The key under which a peer's address is counted: an IPv4 address, also one mapped into IPv6, or the /64 of an IPv6
/// address.
enum PeerAddress {
  static func key(_ address: SocketAddress) -> String {
    guard let text = address.ipAddress else { return "unix" }
    var six = in6_addr()
    // The zone of a link-local address belongs to our interfaces, not to the peer.
    guard inet_pton(AF_INET6, String(text.prefix { $0 != "%" }), &six) == 1 else { return text }
    return withUnsafeBytes(of: &six) { bytes in
      let isMapped = bytes.prefix(10).allSatisfy { $0 == 0 } && bytes[10] == 0xFF && bytes[11] == 0xFF
      return isMapped
        ? bytes.suffix(4).map { String($0) }.joined(separator: ".")
        : bytes.prefix(8).map { String($0, radix: 16) }.joined(separator: ":")
    }
  }
}
