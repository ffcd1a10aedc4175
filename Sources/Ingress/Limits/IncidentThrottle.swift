import Synchronization

/// Keeps the door's own reports few: a sender that is refused a thousand times is one report a minute, with the count.
/// Its keys are problem × configured source, hence bounded.
final class IncidentThrottle: Sendable {
  private struct Window {
    var since: Duration
    var count = 0
    var reported = false
  }

  static let window = Duration.seconds(60)
  private let windows = Mutex<[String: Window]>([:])

  /// Counts an occurrence. Returns how many there were in this minute when it is time to report, which is once a minute, at
  /// the `threshold`th.
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
