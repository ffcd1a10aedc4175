import Glibc

/// The variables that systemd passes to a service (systemd.exec(5), "Environment Variables Set or Propagated"), read
/// once at the start. This module takes them as an argument because libsystemd's own functions read the process's
/// environment at each call, which threads cannot change safely and tests therefore cannot set.
public struct ServiceEnvironment: Sendable {
  private let variables: [String: String]
  /// The id of this process. Variables that systemd meant for another process (`LISTEN_PID`, `WATCHDOG_PID`) are
  /// ignored.
  public let pid: Int32

  /// - Parameter pid: the id of this process.
  public init(_ variables: [String: String], pid: Int32) {
    self.variables = variables
    self.pid = pid
  }

  /// Reads the environment of this process.
  public static func current() -> ServiceEnvironment {
    let names = [
      "NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID", "LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES",
      "CREDENTIALS_DIRECTORY", "STATE_DIRECTORY", "JOURNAL_STREAM", "INVOCATION_ID", "TZDIR",
    ]
    var variables: [String: String] = [:]
    for name in names {
      if let value = getenv(name) { variables[name] = String(cString: value) }
    }
    return ServiceEnvironment(variables, pid: getpid())
  }

  /// Returns a variable's value; nil if it is absent or empty.
  public subscript(_ name: String) -> String? {
    guard let value = variables[name], !value.isEmpty else { return nil }
    return value
  }
}
