/// The clock of a zone through a few weeks, as spans of one offset each. Whoever asks for the wall times of many
/// instants, or the instants of many wall times, looks the zone's rules up once.
public struct WallTimeline: Sendable {
  private struct Span {
    let start: Int64
    var end: Int64
    let offset: Int64
  }

  /// In order, without gaps; never empty.
  private let spans: [Span]

  /// - Parameters:
  ///   - from: seconds since 1970.
  ///   - through: seconds since 1970; the time after it has the offset of this instant.
  public init(_ zone: ZoneRules, from: Int64, through: Int64) {
    var spans = [Span(start: from, end: from, offset: Int64(zone.offset(atSecond: from)))]
    var at = from
    while at < through {
      // No zone changes its offset twice within a day.
      let next = min(at + CivilDays.secondsPerDay, through)
      let offset = Int64(zone.offset(atSecond: next))
      if let last = spans.last, offset != last.offset {
        let change = Self.change(zone, after: at, by: next, to: offset)
        spans[spans.count - 1].end = change
        spans.append(Span(start: change, end: next, offset: offset))
      } else {
        spans[spans.count - 1].end = next
      }
      at = next
    }
    self.spans = spans
  }

  /// Finds the first second of the new offset.
  private static func change(_ zone: ZoneRules, after earlier: Int64, by later: Int64, to offset: Int64) -> Int64 {
    var (low, high) = (earlier, later)
    while high - low > 1 {
      let middle = low + (high - low) / 2
      if Int64(zone.offset(atSecond: middle)) == offset { high = middle } else { low = middle }
    }
    return high
  }

  /// Returns the offset at a second since 1970, in seconds east of UTC.
  public func offset(at second: Int64) -> Int64 {
    var offset = spans[0].offset
    for span in spans.dropFirst() where second >= span.start { offset = span.offset }
    return offset
  }

  /// Returns the first second since 1970 at which the clock shows `wall`, in seconds since 1970-01-01T00:00:00 on the
  /// same clock, or later. A skipped time is the instant of the change; of a time that comes twice it is the first.
  public func first(atOrAfter wall: Int64) -> Int64 {
    for span in spans.dropLast() where span.end + span.offset > wall { return max(span.start, wall - span.offset) }
    let last = spans[spans.count - 1]
    return spans.count == 1 ? wall - last.offset : max(last.start, wall - last.offset)
  }

  /// Returns the seconds at which one offset ends and another begins.
  public var changes: [Int64] { spans.dropFirst().map(\.start) }

  /// Calls the body with each part of [from, to) that has one offset.
  public func forEachSpan(from: Int64, to: Int64, _ body: (_ from: Int64, _ to: Int64, _ offset: Int64) -> Void) {
    for (index, span) in spans.enumerated() {
      let start = index == 0 ? from : max(from, span.start)
      let end = index == spans.count - 1 ? to : min(to, span.end)
      if start < end { body(start, end, span.offset) }
    }
  }
}
