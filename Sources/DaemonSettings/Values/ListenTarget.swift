/// The address that the public API listens on.
public enum ListenTarget: Hashable, Sendable, CustomStringConvertible {
  /// The socket named `public` that systemd passes.
  case socketActivation
  /// A host name or address, and a port from 0 to 65,535.
  case tcp(host: String, port: Int)

  /// Whether only this machine can reach the address; TLS is terminated by a proxy in front.
  public var isLoopback: Bool {
    switch self {
    case .socketActivation: true
    case .tcp(let host, _): host == "localhost" || host == "::1" || host.hasPrefix("127.")
    }
  }

  /// The target as the initializer reads it.
  public var description: String {
    switch self {
    case .socketActivation: "socket-activation"
    case .tcp(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    }
  }

  /// Reads `socket-activation`, `127.0.0.1:8080` or `[::1]:8080`; returns nil for any other text. With port 0 the
  /// kernel chooses.
  init?(_ text: String) {
    if text == "socket-activation" {
      self = .socketActivation
      return
    }
    guard let match = text.wholeMatch(of: /(?:\[([0-9A-Fa-f:.]+)\]|([A-Za-z0-9.-]+)):(\d{1,5})/),
      let port = Int(match.3), port <= 65_535
    else { return nil }
    self = .tcp(host: String(match.1 ?? match.2 ?? ""), port: port)
  }
}
