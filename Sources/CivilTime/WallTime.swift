/// The instants at which the clock of a zone shows a date and time of day.
public enum WallTime: Hashable, Sendable {
  /// The clock shows it once.
  case once(Instant)
  /// The clocks skip it. The instants are moved back and forward by the length of the gap: 01:30 and 03:30 for 02:30.
  case skipped(earlier: Instant, later: Instant)
  /// The clocks show it twice.
  case twice(first: Instant, second: Instant)
}

/// The choice of an instant for a time of day that the clocks skip or show twice.
public struct WallPolicy: Hashable, Sendable {
  /// The choice for a time that the clocks skip.
  public enum Gap: String, Hashable, Sendable, CaseIterable {
    /// 02:30 becomes 03:30.
    case later
    /// 02:30 becomes 01:30.
    case earlier
    /// It does not take place.
    case skip
  }

  /// The choice for a time that the clocks show twice.
  public enum Fold: String, Hashable, Sendable, CaseIterable { case first, second }

  /// The choice for a time that the clocks skip.
  public var gap: Gap
  /// The choice for a time that the clocks show twice.
  public var fold: Fold

  /// The later instant for a skipped time, the first for a repeated one.
  public static let standard = WallPolicy()

  /// The defaults are those of `standard`.
  public init(gap: Gap = .later, fold: Fold = .first) {
    self.gap = gap
    self.fold = fold
  }

  /// Returns the chosen instant; nil for a skipped time that does not take place.
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
