import CivilTime
import DaemonSettings
import Storage
import SystemdSupport

/// Creates the clock that the store requires, and the watch over a live clock.
struct ClockSetup {
  let settings: ClockSection
  let store: any StoreWriter

  /// A store with a test clock is refused by a live daemon, and the reverse. It writes only rows that are missing, so
  /// that a full disk does not keep the daemon from starting.
  func clock() throws -> DaemonClock {
    let mode = settings.mode.rawValue
    if let kept = try store.meta("clock-mode") {
      guard kept == mode else {
        throw StartError(
          description:
            "clock-mode: the store was made with a \(kept) clock and clock.mode is \(mode); use another store or set clock.mode: \(kept)"
        )
      }
    } else {
      try keep("clock-mode", mode)
    }
    guard settings.mode == .test else { return DaemonClock(test: nil) }
    if let last = try lastNow() { return DaemonClock(test: last) }
    let start = DaemonClock.wall.microsecondsRoundedUp
    try keep("now", String(start))
    return DaemonClock(test: Instant(microseconds: start) ?? DaemonClock.wall)
  }

  /// Returns nil with a test clock. A live clock is held at once if it was held when the daemon ended, or if it is not
  /// synchronised.
  func watch(over clock: DaemonClock, _ eventStream: EventStream) throws -> ClockWatch? {
    guard settings.mode == .live else { return nil }
    let isTrusted = settings.unsynchronised == .trust
    let isSynchronised = { @Sendable () in isTrusted || KernelClock.synchronisation() == .synchronised }
    let kept = try ClockHold.kept(in: store)
    var reading = DaemonClock.reading
    reading.isSynchronised = isSynchronised()
    let clocks = ClockGuard.starting(
      reading, kept: kept, lastNow: try lastNow(), accepted: try ClockHold.accepted(in: store))
    return ClockWatch(
      clocks, isKept: kept != nil, clock: clock, eventStream: eventStream, read: { DaemonClock.reading },
      isSynchronised: isSynchronised)
  }

  /// The time of the last commit.
  private func lastNow() throws(StoreError) -> Instant? {
    try store.meta("now").flatMap { Int64($0) }.flatMap { Instant(microseconds: $0) }
  }

  private func keep(_ key: String, _ value: String) throws(StoreError) {
    try store.begin()
    try store.setMeta(key, value)
    try store.commit()
  }
}
