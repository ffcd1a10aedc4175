/// Counts claims that are held at the same time.
public enum ClaimOverlap {
  /// A half-open interval [from, to).
  public typealias Interval = (from: StoredInstant, to: StoredInstant)

  /// Returns the largest number of intervals that have a moment of the window in common. Intervals that overlap the
  /// window but not each other count once.
  public static func most(of intervals: [Interval], within window: Interval) -> Int {
    var changes: [(at: StoredInstant, by: Int)] = []
    for interval in intervals where interval.to > window.from && interval.from < window.to {
      changes.append((max(interval.from, window.from), 1))
      changes.append((interval.to, -1))
    }
    // Where one interval ends and another starts, the end comes first.
    changes.sort { ($0.at, $0.by) < ($1.at, $1.by) }
    var (held, most) = (0, 0)
    for change in changes where change.at < window.to {
      held += change.by
      most = max(most, held)
    }
    return most
  }
}
