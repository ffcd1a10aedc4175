import CSystemd
import Glibc

/// The listening sockets that the service manager opened for the daemon and keeps open across restarts
/// (sd_listen_fds(3)). Their units give them names (`FileDescriptorName=`).
public struct SocketActivation: Sendable {
  /// The names in this product's socket units.
  public enum Name {
    /// The socket of the public API.
    public static let publicHTTP = "public"
    /// The control socket of the group `magnetiq`, for reads.
    public static let control = "control"
    /// The control socket of the group `magnetiq-admin`, for commands too.
    public static let controlAdmin = "control-admin"
  }

  /// A socket that was passed.
  public struct Socket: Hashable, Sendable {
    /// The name from its unit; `unknown` if it has none.
    public let name: String
    /// A listening, close-on-exec descriptor. The part that takes it also closes it.
    public let descriptor: Int32
  }

  /// The sockets in the order in which they were passed. Several may share a name.
  public let sockets: [Socket]

  /// No sockets: the daemon was not started by a socket unit.
  public static let none = SocketActivation(sockets: [])

  private init(sockets: [Socket]) {
    self.sockets = sockets
  }

  /// Takes the passed sockets. Every descriptor is checked and made close-on-exec, so that programs run as steps do not
  /// inherit it.
  ///
  /// - Parameter first: the first descriptor: 3 by systemd's contract; tests pass another.
  public init(environment: ServiceEnvironment, first: Int32 = 3) throws(SocketActivationError) {
    guard let owner = environment["LISTEN_PID"], Int32(owner) == environment.pid, let text = environment["LISTEN_FDS"]
    else {
      self = .none
      return
    }
    guard let count = Int32(text), (0...64).contains(count) else { throw .badCount(text) }
    // Names may be absent. Then all sockets are "unknown", as in sd_listen_fds_with_names(3).
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

  /// Returns the descriptors with this name, in the order in which they were passed.
  public func descriptors(named name: String) -> [Int32] {
    sockets.filter { $0.name == name }.map(\.descriptor)
  }

  /// Returns the names that no part of the daemon uses. Their sockets would accept connections that nobody answers.
  public func names(otherThan known: [String]) -> [String] {
    sockets.map(\.name).filter { !known.contains($0) }
  }
}

/// The reason why the passed sockets cannot be used.
public enum SocketActivationError: Error, Hashable, Sendable, CustomStringConvertible {
  /// `LISTEN_FDS` is not a whole number from 0 to 64.
  case badCount(String)
  /// A descriptor is not a listening stream socket.
  case notListening(name: String, descriptor: Int32)

  /// A stable code in kebab-case.
  public var code: String {
    switch self {
    case .badCount: "socket-count"
    case .notListening: "socket-not-listening"
    }
  }

  /// The code and a sentence with the cure.
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
