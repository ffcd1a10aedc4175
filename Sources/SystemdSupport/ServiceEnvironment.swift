import Glibc

/// The variables that systemd hands to a service (systemd.exec(5), "Environment Variables Set or Propagated"), read once
/// at the start. The parts of this module take it as an argument: libsystemd's own functions read the process's
/// environment at each call, which other threads may not change safely and tests therefore cannot set.
public struct ServiceEnvironment: Sendable {
  private let variables: [String: String]
  /// The process that the variables are meant for, where they name one.
  public let pid: Int32

  public init(_ variables: [String: String], pid: Int32) {
    self.variables = variables
    self.pid = pid
  }

  /// The environment of this process.
  public static func current() -> ServiceEnvironment {
    let names = [
      "NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID", "LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES",
      "CREDENTIALS_DIRECTORY", "STATE_DIRECTORY", "JOURNAL_STREAM", "INVOCATION_ID",
    ]
    var variables: [String: String] = [:]
    for name in names {
      if let value = getenv(name) { variables[name] = String(cString: value) }
    }
    return ServiceEnvironment(variables, pid: getpid())
  }

  /// nil when the variable is absent or empty.
  public subscript(_ name: String) -> String? {
    guard let value = variables[name], !value.isEmpty else { return nil }
    return value
  }
}
