import Synchronization

/// Keeps the gateway's own reports few: a sender that is refused a thousand times in a minute makes one report. The
/// table has one entry for each problem of each configured source, so it is bounded.
final class IncidentThrottle: Sendable {
  private struct Window {
    var since: Duration
    /// The occurrences in this window.
    var count = 0
    /// The occurrences of earlier windows after the last report, which nobody was told.
    var untold = 0
    var isReported = false

    /// The window that follows. Occurrences that stayed below the threshold are forgotten.
    func next(at now: Duration) -> Window {
      Window(since: now, untold: isReported ? untold + count : untold)
    }
  }

  static let window = Duration.seconds(60)
  private let windows = Mutex<[String: Window]>([:])

  /// Counts an occurrence. Once a minute, when there are `threshold` of them, it returns how many there were since the
  /// last report; nil at all other times.
  func count(_ problem: String, source: String, threshold: Int = 1, at now: Duration) -> Int? {
    windows.withLock { windows in
      let key = "\(problem) \(source)"
      var window = windows[key] ?? Window(since: now)
      if now - window.since >= Self.window { window = window.next(at: now) }
      window.count += 1
      defer { windows[key] = window }
      guard !window.isReported, window.count >= threshold else { return nil }
      let total = window.untold + window.count
      window.isReported = true
      window.untold = 0
      window.count = 0
      return total
    }
  }
}
