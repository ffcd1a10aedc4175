/// The manager's watchdog for the service (`WatchdogSec=`; sd_watchdog_enabled(3)).
public struct Watchdog: Hashable, Sendable {
  /// The manager kills the service if it receives no sign of life for this long.
  public let timeout: Duration

  /// The interval between calls of `Notifier.watchdog`: half the timeout, as sd_watchdog_enabled(3) advises.
  public var interval: Duration { timeout / 2 }

  /// - Parameter timeout: above zero.
  public init(timeout: Duration) {
    self.timeout = timeout
  }

  /// Returns nil if no watchdog is set, or if it is set for another process.
  public init?(environment: ServiceEnvironment) {
    guard let text = environment["WATCHDOG_USEC"], let microseconds = Int64(text), microseconds > 0 else { return nil }
    if let owner = environment["WATCHDOG_PID"], Int32(owner) != environment.pid { return nil }
    self.init(timeout: .microseconds(microseconds))
  }
}
