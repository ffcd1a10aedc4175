/// The address of a listener.
public enum ListenAddress: Sendable, Hashable, CustomStringConvertible {
  /// A host name or address and a port from 0 to 65535. Port 0 lets the system choose.
  case tcp(host: String, port: Int)
  /// A path of at most 107 bytes. The file has `mode` before anybody can connect. A stale socket file is replaced.
  case unix(path: String, mode: UInt32)
  /// A listening socket that the service manager passed. It is closed in the end, but not unlinked.
  case descriptor(Int32)

  /// The address for messages: `host:port`, the host in brackets if it is an IPv6 address; the path, or the descriptor's
  /// number.
  public var description: String {
    switch self {
    case .tcp(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    case .unix(let path, _): path
    case .descriptor(let fd): "descriptor \(fd)"
    }
  }
}

/// The reason why a listener could not be opened.
public struct ListenError: Error, Hashable, CustomStringConvertible {
  /// Stable: `address_invalid`, `address_in_use`, `permission_denied` or `listen_failed`.
  public let code: String
  /// The address that was to be listened on.
  public let address: ListenAddress
  /// A description for operators.
  public let detail: String

  init(_ code: String, _ address: ListenAddress, _ detail: String) {
    self.code = code
    self.address = address
    self.detail = detail
  }

  /// The code, the address and the detail in one sentence.
  public var description: String { "\(code): cannot listen on \(address): \(detail)" }
}
