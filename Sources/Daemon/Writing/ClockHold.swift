import CivilTime
import Storage

/// What the store keeps of a clock hold, so that a restart does not end it: where the trusted time stands, and its incident.
struct ClockHold: Sendable, Equatable {
  private static let key = "clock-hold"
  private static let code = "clock-hold"

  var since: Instant
  var boot: Duration

  /// The hold that the store keeps; nil: none.
  static func kept(in store: any StoreReader) throws(StoreError) -> ClockHold? {
    guard let parts = try store.meta(key)?.split(separator: " "), parts.count == 2, let since = Int64(parts[0]),
      let boot = Int64(parts[1]), let instant = Instant(microseconds: since)
    else { return nil }
    return ClockHold(since: instant, boot: .microseconds(boot))
  }

  /// Keeps the hold, and opens its incident, in one commit.
  func keep(in store: any StoreWriter, drift: Duration) throws(StoreError) {
    let at = since.microsecondsRoundedUp
    let (seconds, fraction) = boot.components
    try Self.commit(store) { () throws(StoreError) in
      try store.setMeta(Self.key, "\(at) \(seconds * 1_000_000 + fraction / 1_000_000_000_000)")
      _ = try store.insertIncident(
        IncidentRecord(
          id: IncidentID(rawValue: 0), family: nil, inbox: nil, task: nil, code: Self.code,
          title: Self.text(drift), detail: Array("{}".utf8), status: .open, openedAt: at, closedAt: nil, closedBy: "",
          reason: ""))
    }
  }

  /// Forgets the hold and closes its incident, in one commit.
  static func forget(in store: any StoreWriter, at now: Instant, by actor: String, reason: String) throws(StoreError) {
    try commit(store) { () throws(StoreError) in
      try store.setMeta(key, "")
      for incident in try store.incidents(status: .open, family: nil, limit: 1_000) where incident.code == code {
        var closed = incident
        closed.status = .resolved
        closed.closedAt = now.microsecondsRoundedUp
        closed.closedBy = actor
        closed.reason = reason
        try store.updateIncident(closed)
      }
    }
  }

  static func text(_ drift: Duration) -> String {
    let seconds = drift.components.seconds
    return
      "the wall clock was set \(abs(seconds)) s \(seconds < 0 ? "back" : "ahead"): timers, mails and money wait until it agrees again or is accepted"
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
