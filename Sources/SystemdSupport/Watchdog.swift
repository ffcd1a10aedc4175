/// The manager's demand for signs of life (`WatchdogSec=`; sd_watchdog_enabled(3)).
public struct Watchdog: Hashable, Sendable {
  /// The manager kills the service when it hears nothing for so long.
  public let timeout: Duration

  /// How often to call `Notifier.watchdog`: half the timeout, as sd_watchdog_enabled(3) advises.
  public var interval: Duration { timeout / 2 }

  public init(timeout: Duration) {
    self.timeout = timeout
  }

  /// nil when no watchdog is asked for, or it is asked of another process.
  public init?(environment: ServiceEnvironment) {
    guard let text = environment["WATCHDOG_USEC"], let microseconds = Int64(text), microseconds > 0 else { return nil }
    if let owner = environment["WATCHDOG_PID"], Int32(owner) != environment.pid { return nil }
    self.init(timeout: .microseconds(microseconds))
  }
}
