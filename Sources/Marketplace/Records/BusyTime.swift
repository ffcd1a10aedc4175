public import Availability
public import CEL
public import CivilTime

/// The busy time of a consultant's other calendar, as it was fetched last. It takes time away; it never makes any free.
public struct BusyTime: Hashable, Sendable {
  /// When the calendar was read.
  public let fetched: Instant
  /// In ascending order, apart from each other.
  public let intervals: [Interval]
  /// The parts that could not be read, one sentence each.
  public let problems: [String]

  /// From this age on, what a calendar says is doubtful.
  public static let doubtfulAfter = Duration.seconds(86_400)
  /// The most intervals of a calendar.
  public static let most = 20_000

  /// Creates busy time. The intervals may be in any order and may overlap; they are sorted and merged.
  public init(fetched: Instant, intervals: [Interval], problems: [String] = []) {
    (self.fetched, self.problems) = (fetched, problems)
    self.intervals = IntervalSet(intervals).intervals
  }

  /// The id of the record: the consultant's slug and the calendar's name.
  public static func id(_ slug: String, _ calendar: String) -> String { "\(slug)/\(calendar)" }

  /// The slug of a record's id.
  static func slug(_ id: String) -> String { String(id.prefix { $0 != "/" }) }

  /// Reads a record; nil for one that is none.
  public init?(record: Value) {
    guard let fetched = record["fetched"]?.stringValue.flatMap({ try? Instant.parse($0) }),
      let list = record["busy"]?.listValue, list.count <= Self.most
    else { return nil }
    let intervals = list.compactMap { pair -> Interval? in
      guard let ends = pair.listValue, ends.count == 2, let from = ends[0].intValue, let to = ends[1].intValue,
        from < to
      else { return nil }
      return Interval(from, to)
    }
    self.init(
      fetched: fetched, intervals: intervals,
      problems: (record["problems"]?.listValue ?? []).compactMap(\.stringValue))
  }

  /// The record to keep: intervals in seconds since 1970.
  public var record: Value {
    .map(
      ValueMap([
        ("fetched", .string("\(fetched)")),
        ("busy", .list(intervals.map { .list([.int($0.start), .int($0.end)]) })),
        ("problems", .list(problems.map { .string($0) })),
      ]))
  }
}
