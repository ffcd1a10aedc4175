import Glibc

/// Chooses the socket if none is given.
enum SocketPath {
  static let system = "/run/magnetiq"
  static let local = "./var/run"

  /// - Parameter environment: the value of `MAGNETIQ_SOCKET`.
  static func choose(
    given: String?, environment: String?, acts: Bool, exists: (String) -> Bool = Self.exists
  ) -> String {
    if let given { return given }
    if let environment, !environment.isEmpty { return environment }
    let name = acts ? "control-admin" : "control"
    let path = "\(system)/\(name)"
    let beside = "\(local)/\(name)"
    return !exists(path) && exists(beside) ? beside : path
  }

  /// A path that may not be read counts as existing: the error of `connect` then says which permission is missing.
  static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 || errno == EACCES }

  static var environment: String? { getenv("MAGNETIQ_SOCKET").map { String(cString: $0) } }
}
