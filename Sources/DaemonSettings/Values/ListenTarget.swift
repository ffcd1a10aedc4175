/// Where the public door listens.
public enum ListenTarget: Hashable, Sendable, CustomStringConvertible {
  /// The socket named `public` that systemd hands over.
  case socketActivation
  case tcp(host: String, port: Int)

  /// Whether only this machine can reach it; TLS is terminated in front.
  public var isLoopback: Bool {
    switch self {
    case .socketActivation: true
    case .tcp(let host, _): host == "localhost" || host == "::1" || host.hasPrefix("127.")
    }
  }

  public var description: String {
    switch self {
    case .socketActivation: "socket-activation"
    case .tcp(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    }
  }

  /// `socket-activation`, `127.0.0.1:8080`, `[::1]:8080`; port 0 lets the kernel choose.
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
