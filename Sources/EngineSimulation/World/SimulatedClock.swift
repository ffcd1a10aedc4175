internal import CivilTime

/// The clocks of the simulated machine, and the time that its daemon gives the engine (docs/protocol.md, 5): the wall
/// clock's, or while that is distrusted the last trusted time, continued by the clock that counts since the boot.
struct SimulatedClock {
  /// A wall clock that is set by more is distrusted.
  static let tolerance = Duration.seconds(60)

  /// The clock is distrusted since this reading.
  private struct Hold {
    let time: Instant
    /// The true time of the reading; nil after another boot, since nobody knows how long the machine was off.
    var at: Instant?
    /// The hold ends by itself once the clocks agree again.
    let endsByItself: Bool
  }

  /// The wall clock differs so much from the true time.
  private(set) var offset = Duration.zero
  private var hold: Hold?

  var isUntrusted: Bool { hold != nil }

  /// The engine's time at a true time.
  func time(at now: Instant) -> Instant {
    guard let hold else { return now.adding(offset) ?? now }
    guard let at = hold.at else { return hold.time }
    return hold.time.adding(now.duration(since: at)) ?? hold.time
  }

  /// The true time at which the engine's time will be this one; nil if it stands still.
  func instant(of time: Instant, at now: Instant) -> Instant? {
    let present = self.time(at: now)
    if time <= present { return now }
    if let hold, hold.at == nil { return nil }
    return now.adding(time.duration(since: present))
  }

  /// The wall clock is distrusted, as by a daemon that finds it unsynchronised.
  mutating func distrust(at now: Instant) {
    if hold == nil { hold = Hold(time: time(at: now), at: now, endsByItself: false) }
  }

  /// A person trusts the wall clock, having set it right before.
  mutating func accept() {
    hold = nil
    if !isSmall(offset) { offset = .zero }
  }

  /// Somebody sets the wall clock.
  mutating func set(_ offset: Duration, at now: Instant) {
    if hold == nil, !isSmall(offset - self.offset) { hold = Hold(time: time(at: now), at: now, endsByItself: true) }
    self.offset = offset
    guard let hold, hold.endsByItself, hold.at != nil, let wall = now.adding(offset) else { return }
    if isSmall(wall.duration(since: time(at: now))) { self.hold = nil }
  }

  /// The machine boots: the clock that counts since the boot begins anew.
  mutating func reboot() { hold?.at = nil }

  private func isSmall(_ difference: Duration) -> Bool {
    difference <= Self.tolerance && difference >= .zero - Self.tolerance
  }
}
