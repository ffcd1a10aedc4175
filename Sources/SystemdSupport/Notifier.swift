import CSystemd
import Glibc

/// Reports the daemon's state to the service manager (sd_notify(3)). Outside systemd, where no socket is named, every
/// call does nothing and returns false.
///
/// A message that cannot be delivered is no error of the daemon, because the manager has time-outs of its own.
public struct Notifier: Sendable {
  /// A path, or `@name` in the abstract namespace; nil outside systemd.
  public let socket: String?

  /// - Parameter socket: a path, or `@name` in the abstract namespace; nil makes every call do nothing.
  public init(socket: String?) {
    self.socket = socket
  }

  /// Uses the socket in `NOTIFY_SOCKET`, if there is one.
  public init(environment: ServiceEnvironment) {
    self.init(socket: environment["NOTIFY_SOCKET"])
  }

  /// Reports that the start or a reload has finished.
  @discardableResult
  public func ready(status: String? = nil) -> Bool { send(["READY=1"] + statusLine(status)) }

  /// Sets the line that `systemctl status` shows.
  @discardableResult
  public func status(_ text: String) -> Bool { send(statusLine(text)) }

  /// Reports that the daemon begins to stop.
  @discardableResult
  public func stopping(status: String? = nil) -> Bool { send(["STOPPING=1"] + statusLine(status)) }

  /// Reports that a reload begins; `ready` ends it. The message carries the monotonic time that `Type=notify-reload`
  /// requires.
  @discardableResult
  public func reloading() -> Bool {
    var now = timespec()
    clock_gettime(CLOCK_MONOTONIC, &now)
    return send(["RELOADING=1", "MONOTONIC_USEC=\(now.tv_sec * 1_000_000 + now.tv_nsec / 1_000)"])
  }

  /// Reports a sign of life. The manager expects one at least every `Watchdog.timeout`.
  @discardableResult
  public func watchdog() -> Bool { send(["WATCHDOG=1"]) }

  /// Asks the manager to wait `microseconds` longer, counted from now, before it gives up on a start, a stop or a run
  /// time. The request has to be repeated before the last one has run out.
  @discardableResult
  public func extendTimeout(microseconds: UInt64) -> Bool { send(["EXTEND_TIMEOUT_USEC=\(microseconds)"]) }

  /// Names the process of the service, if it is not the one that the manager started.
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
