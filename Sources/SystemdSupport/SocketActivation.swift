import CSystemd
import Glibc

/// The listening sockets that the service manager opened for the daemon and keeps open over its restarts
/// (sd_listen_fds(3)), by the names that their units give them (`FileDescriptorName=`).
public struct SocketActivation: Sendable {
  /// The names that this product's socket units use.
  public enum Name {
    public static let publicHTTP = "public"
    public static let control = "control"
    public static let controlAdmin = "control-admin"
  }

  public struct Socket: Hashable, Sendable {
    public let name: String
    /// Listening, close-on-exec; whoever takes it closes it.
    public let descriptor: Int32
  }

  /// In the order in which they were passed; several may have one name.
  public let sockets: [Socket]

  /// No sockets: the daemon was not started by a socket unit.
  public static let none = SocketActivation(sockets: [])

  private init(sockets: [Socket]) {
    self.sockets = sockets
  }

  /// Checks every descriptor and makes it close-on-exec, so that programs run as steps do not inherit it.
  ///
  /// - Parameter first: 3, by systemd's contract; tests pass their own.
  public init(environment: ServiceEnvironment, first: Int32 = 3) throws(SocketActivationError) {
    guard let owner = environment["LISTEN_PID"], Int32(owner) == environment.pid, let text = environment["LISTEN_FDS"]
    else {
      self = .none
      return
    }
    guard let count = Int32(text), (0...64).contains(count) else { throw .badCount(text) }
    // Names may be absent; then all are "unknown", as in sd_listen_fds_with_names(3).
    let names = (environment["LISTEN_FDNAMES"] ?? "").split(separator: ":", omittingEmptySubsequences: false)
    var sockets: [Socket] = []
    for offset in 0..<count {
      let descriptor = first + offset
      let name = Int(offset) < names.count && !names[Int(offset)].isEmpty ? String(names[Int(offset)]) : "unknown"
      guard sd_is_socket(descriptor, AF_UNSPEC, Int32(SOCK_STREAM.rawValue), 1) > 0 else {
        throw .notListening(name: name, descriptor: descriptor)
      }
      let flags = fcntl(descriptor, F_GETFD)
      guard flags >= 0, fcntl(descriptor, F_SETFD, flags | FD_CLOEXEC) == 0 else {
        throw .notListening(name: name, descriptor: descriptor)
      }
      sockets.append(Socket(name: name, descriptor: descriptor))
    }
    self.init(sockets: sockets)
  }

  /// The descriptors of one name.
  public func descriptors(named name: String) -> [Int32] {
    sockets.filter { $0.name == name }.map(\.descriptor)
  }

  /// Names that no part of the daemon asks for; their sockets would accept connections that nobody answers.
  public func names(otherThan known: [String]) -> [String] {
    sockets.map(\.name).filter { !known.contains($0) }
  }
}

public enum SocketActivationError: Error, Hashable, Sendable, CustomStringConvertible {
  case badCount(String)
  case notListening(name: String, descriptor: Int32)

  public var code: String {
    switch self {
    case .badCount: "socket-count"
    case .notListening: "socket-not-listening"
    }
  }

  public var description: String {
    switch self {
    case .badCount(let given):
      "\(code): LISTEN_FDS is '\(given.prefix(32))', expected a whole number from 0 to 64; it is set by systemd, do not set it by hand"
    case .notListening(let name, let descriptor):
      "\(code): descriptor \(descriptor) ('\(name)') is not a listening stream socket; "
        + "its socket unit needs ListenStream= and Accept=no"
    }
  }
}
