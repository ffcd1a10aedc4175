import Synchronization

/// Keeps the gateway's own reports few: a sender that is refused a thousand times in a minute makes one report. The
/// table has one entry for each problem of each configured source, so it is bounded.
final class IncidentThrottle: Sendable {
  private struct Window {
    var since: Duration
    var count = 0
    var reported = false
  }

  static let window = Duration.seconds(60)
  private let windows = Mutex<[String: Window]>([:])

  /// Counts an occurrence. Returns the count when it reaches `threshold`, once a minute; nil at all other times.
  func count(_ problem: String, source: String, threshold: Int = 1, at now: Duration) -> Int? {
    windows.withLock { windows in
      let key = "\(problem) \(source)"
      var window = windows[key] ?? Window(since: now)
      if now - window.since >= Self.window { window = Window(since: now) }
      window.count += 1
      let due = !window.reported && window.count >= threshold
      if due { window.reported = true }
      windows[key] = window
      return due ? window.count : nil
    }
  }
}
