import CSystemd
import Glibc

/// Tells the service manager how the daemon is (sd_notify(3)). Outside systemd, where no socket is named, every call
/// does nothing and returns false.
///
/// A message that cannot be delivered is not an error of the daemon's: the manager notices by its own time-outs.
public struct Notifier: Sendable {
  /// A path, or `@name` in the abstract namespace.
  public let socket: String?

  public init(socket: String?) {
    self.socket = socket
  }

  public init(environment: ServiceEnvironment) {
    self.init(socket: environment["NOTIFY_SOCKET"])
  }

  /// Start-up has finished, or a reload has.
  @discardableResult
  public func ready(status: String? = nil) -> Bool { send(["READY=1"] + statusLine(status)) }

  /// One line that `systemctl status` shows.
  @discardableResult
  public func status(_ text: String) -> Bool { send(statusLine(text)) }

  @discardableResult
  public func stopping(status: String? = nil) -> Bool { send(["STOPPING=1"] + statusLine(status)) }

  /// A reload begins; `ready` ends it. Carries the monotonic time that `Type=notify-reload` asks for.
  @discardableResult
  public func reloading() -> Bool {
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC, &now)
    return send(["RELOADING=1", "MONOTONIC_USEC=\(now.tv_sec * 1_000_000 + now.tv_nsec / 1_000)"])
  }

  /// A sign of life; owed at least every `Watchdog.timeout`.
  @discardableResult
  public func watchdog() -> Bool { send(["WATCHDOG=1"]) }

  /// Asks for `microseconds` more, counted from now, before the manager gives up on a start, a stop or a run time. To be
  /// repeated, each time before the last grant has run out.
  @discardableResult
  public func extendTimeout(microseconds: UInt64) -> Bool { send(["EXTEND_TIMEOUT_USEC=\(microseconds)"]) }

  /// Which process is the service, where that is not the one the manager started.
  @discardableResult
  public func mainPID(_ pid: Int32) -> Bool { send(["MAINPID=\(pid)"]) }

  private func statusLine(_ text: String?) -> [String] {
    // A newline would begin another assignment.
    text.map { ["STATUS=" + $0.map { $0.isNewline ? " " : String($0) }.joined()] } ?? []
  }

  private func send(_ assignments: [String]) -> Bool {
    guard let socket else { return false }
    let message = Array(assignments.joined(separator: "\n").utf8)
    return magnetiq_send_datagram(socket, message, message.count) == 0
  }
}
