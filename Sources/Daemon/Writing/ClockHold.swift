import CivilTime
import Storage

/// The record of a clock hold in the store, so that a restart does not end it: the trusted time, the reason, and the
/// incident.
struct ClockHold: Sendable, Equatable {
  private static let key = "clock-hold"
  private static let acceptedKey = "clock-accepted"

  var since: Instant
  var boot: Duration
  var cause: ClockGuard.Cause

  /// The hold in the store; nil if there is none.
  static func kept(in store: any StoreReader) throws(StoreError) -> ClockHold? {
    guard let parts = try store.meta(key)?.split(separator: " "), parts.count >= 2, let since = Int64(parts[0]),
      let boot = Int64(parts[1]), let instant = Instant(microseconds: since)
    else { return nil }
    let cause = parts.count > 2 ? ClockGuard.Cause(rawValue: String(parts[2])) : nil
    return ClockHold(since: instant, boot: .microseconds(boot), cause: cause ?? .step)
  }

  /// The time of the boot in which an operator accepted the clock; nil if none did.
  static func accepted(in store: any StoreReader) throws(StoreError) -> Instant? {
    try store.meta(acceptedKey).flatMap { Int64($0) }.flatMap { Instant(microseconds: $0) }
  }

  /// Stores the hold and opens its incident in one commit.
  static func keep(_ clocks: ClockGuard, in store: any StoreWriter) throws(StoreError) {
    let cause = clocks.cause ?? .step
    let at = clocks.trusted.wall.microsecondsRoundedUp
    let (seconds, fraction) = clocks.trusted.boot.components
    try commit(store) { () throws(StoreError) in
      try store.setMeta(key, "\(at) \(seconds * 1_000_000 + fraction / 1_000_000_000_000) \(cause.rawValue)")
      _ = try store.insertIncident(
        IncidentRecord(
          id: IncidentID(rawValue: 0), family: nil, inbox: nil, task: nil, code: code(cause), title: text(clocks),
          detail: Array("{}".utf8), status: .open, openedAt: at, closedAt: nil, closedBy: "", reason: ""))
    }
  }

  /// Deletes the hold and closes its incident in one commit. `accepted` is the reading that an operator accepted.
  static func forget(
    in store: any StoreWriter, at now: Instant, by actor: String, reason: String, accepted: ClockGuard.Reading? = nil
  ) throws(StoreError) {
    let codes = ClockGuard.Cause.allCases.map(code)
    try commit(store) { () throws(StoreError) in
      try store.setMeta(key, "")
      if let began = accepted?.began { try store.setMeta(acceptedKey, String(began.microsecondsRoundedUp)) }
      for incident in try store.incidents(status: .open, family: nil, limit: 1_000) where codes.contains(incident.code)
      {
        var closed = incident
        closed.status = .resolved
        closed.closedAt = now.microsecondsRoundedUp
        closed.closedBy = actor
        closed.reason = reason
        try store.updateIncident(closed)
      }
    }
  }

  private static func code(_ cause: ClockGuard.Cause) -> String {
    switch cause {
    case .step: "clock-hold"
    case .unsynchronised: "clock-unsynchronised"
    }
  }

  /// A description of the hold for people.
  static func text(_ clocks: ClockGuard) -> String {
    switch clocks.cause {
    case nil: return "the wall clock is trusted"
    case .step:
      let seconds = clocks.drift.components.seconds
      return
        "the wall clock was set \(abs(seconds)) s \(seconds < 0 ? "back" : "ahead"): timers, mails and money wait until it agrees again or is accepted"
    case .unsynchronised:
      return
        "the kernel does not say that the wall clock is synchronised: timers, mails and money wait until it does or the clock is accepted"
    }
  }

  private static func commit(
    _ store: any StoreWriter, _ body: () throws(StoreError) -> Void
  ) throws(StoreError) {
    do {
      try store.begin()
      try body()
      try store.commit()
    } catch {
      store.rollback()
      throw error
    }
  }
}
