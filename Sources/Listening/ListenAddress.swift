/// Where a listener takes its connections.
public enum ListenAddress: Sendable, Hashable, CustomStringConvertible {
  /// A host name or address and a port 0 … 65535; port 0 lets the system choose.
  case tcp(host: String, port: Int)
  /// A path of at most 107 bytes; the file gets `mode` before anybody can connect. A stale socket file is replaced.
  case unix(path: String, mode: UInt32)
  /// A listening socket handed over by the service manager. It is closed, not unlinked, in the end.
  case descriptor(Int32)

  public var description: String {
    switch self {
    case .tcp(let host, let port): "\(host):\(port)"
    case .unix(let path, _): path
    case .descriptor(let fd): "descriptor \(fd)"
    }
  }
}

/// Why a listener could not be opened. `code` is stable.
public struct ListenError: Error, Hashable, CustomStringConvertible {
  /// `address_invalid`, `address_in_use`, `permission_denied`, `listen_failed`
  public let code: String
  public let address: ListenAddress
  public let detail: String

  init(_ code: String, _ address: ListenAddress, _ detail: String) {
    self.code = code
    self.address = address
    self.detail = detail
  }

  public var description: String { "\(code): cannot listen on \(address): \(detail)" }
}
