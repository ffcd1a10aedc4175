public import CivilTime

/// A half-open span of time, in seconds since 1970.
public struct Interval: Hashable, Comparable, Sendable {
  /// The first second.
  public let start: Int64
  /// The second after the last.
  public let end: Int64

  /// Creates the interval [start, end). It holds nothing if the end is not after the start.
  public init(_ start: Int64, _ end: Int64) { (self.start, self.end) = (start, end) }

  /// Creates the interval between two instants. Parts of a second are dropped at the start and filled up at the end, so
  /// that no time that is taken is offered.
  public init(_ start: Instant, _ end: Instant) {
    self.init(start.seconds, end.nanoseconds > 0 ? end.seconds + 1 : end.seconds)
  }

  /// True if it holds no time.
  public var isEmpty: Bool { end <= start }
  /// The length in seconds; 0 if it holds no time.
  public var seconds: Int64 { max(0, end - start) }

  /// True if the two have a moment in common.
  public func overlaps(_ other: Interval) -> Bool { start < other.end && other.start < end }
  /// True if all of the other lies within this one.
  public func contains(_ other: Interval) -> Bool { start <= other.start && other.end <= end }
  /// Returns the time that both hold; it may be empty.
  public func common(_ other: Interval) -> Interval { Interval(max(start, other.start), min(end, other.end)) }

  /// True if `a` begins earlier, or at the same time and ends earlier.
  public static func < (a: Interval, b: Interval) -> Bool { (a.start, a.end) < (b.start, b.end) }
}

/// Time as a list of intervals that neither overlap nor touch, in order.
public struct IntervalSet: Hashable, Sendable {
  /// In order, apart from each other, none empty.
  public private(set) var intervals: [Interval]

  /// Merges intervals that overlap or touch.
  public init(_ intervals: [Interval] = []) {
    var merged: [Interval] = []
    for interval in intervals.sorted() where !interval.isEmpty {
      if let last = merged.last, interval.start <= last.end {
        merged[merged.count - 1] = Interval(last.start, max(last.end, interval.end))
      } else {
        merged.append(interval)
      }
    }
    self.intervals = merged
  }

  /// Takes time out.
  public func subtracting(_ other: IntervalSet) -> IntervalSet {
    var rest: [Interval] = []
    var next = 0
    for interval in intervals {
      var start = interval.start
      while next < other.intervals.count, other.intervals[next].end <= start { next += 1 }
      var index = next
      while index < other.intervals.count, other.intervals[index].start < interval.end {
        let hole = other.intervals[index]
        if hole.start > start { rest.append(Interval(start, hole.start)) }
        start = max(start, hole.end)
        index += 1
      }
      if start < interval.end { rest.append(Interval(start, interval.end)) }
    }
    var set = IntervalSet()
    set.intervals = rest
    return set
  }

  /// Returns the part within a window.
  public func within(_ window: Interval) -> IntervalSet {
    var set = IntervalSet()
    set.intervals = intervals.map { $0.common(window) }.filter { !$0.isEmpty }
    return set
  }

  /// True if one of the intervals holds all of the given one.
  public func contains(_ interval: Interval) -> Bool { first(endingAfter: interval.start)?.contains(interval) ?? false }
  /// True if one of the intervals has a moment in common with the given one.
  public func overlaps(_ interval: Interval) -> Bool { first(endingAfter: interval.start)?.overlaps(interval) ?? false }
  /// The sum of the lengths, in seconds.
  public var seconds: Int64 { intervals.reduce(0) { $0 + $1.seconds } }

  private func first(endingAfter second: Int64) -> Interval? {
    var (low, high) = (0, intervals.count)
    while low < high {
      let middle = (low + high) / 2
      if intervals[middle].end <= second { low = middle + 1 } else { high = middle }
    }
    return low < intervals.count ? intervals[low] : nil
  }
}
