/// When the wall of a zone shows a date and time of day.
public enum WallTime: Hashable, Sendable {
  case once(Instant)
  /// The clocks skip it: moved back and forward by the length of the gap (of 02:30, 01:30 and 03:30).
  case skipped(earlier: Instant, later: Instant)
  /// The clocks show it twice.
  case twice(first: Instant, second: Instant)
}

/// What is meant by a time of day that the clocks skip or show twice.
public struct WallPolicy: Hashable, Sendable {
  public enum Gap: String, Hashable, Sendable, CaseIterable {
    /// 02:30 becomes 03:30.
    case later
    /// 02:30 becomes 01:30.
    case earlier
    /// It does not take place.
    case skip
  }

  public enum Fold: String, Hashable, Sendable, CaseIterable { case first, second }

  public var gap: Gap
  public var fold: Fold

  public static let standard = WallPolicy()

  public init(gap: Gap = .later, fold: Fold = .first) {
    self.gap = gap
    self.fold = fold
  }

  /// The instant that is meant; nil for one that is skipped.
  public func choose(_ time: WallTime) -> Instant? {
    switch time {
    case .once(let instant): instant
    case .skipped(let earlier, let later):
      switch gap {
      case .later: later
      case .earlier: earlier
      case .skip: nil
      }
    case .twice(let first, let second): fold == .first ? first : second
    }
  }
}
