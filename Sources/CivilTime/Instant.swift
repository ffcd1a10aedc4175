/// A point in time: seconds since 1970-01-01T00:00:00Z without leap seconds, and nanoseconds within the second. The
/// range is that of CEL's timestamp, the years 1 to 9999 in UTC.
public struct Instant: Hashable, Comparable, Sendable {
  /// Seconds since 1970-01-01T00:00:00Z, from -62,135,596,800 to 253,402,300,799.
  public let seconds: Int64
  /// Nanoseconds within the second, from 0 to 999,999,999. They count forwards before 1970 too.
  public let nanoseconds: Int32

  static let secondsRange: ClosedRange<Int64> = -62_135_596_800...253_402_300_799

  /// 0001-01-01T00:00:00Z.
  public static let earliest = Instant(unchecked: secondsRange.lowerBound, 0)
  /// 9999-12-31T23:59:59.999999999Z.
  public static let latest = Instant(unchecked: secondsRange.upperBound, 999_999_999)
  /// 1970-01-01T00:00:00Z.
  public static let epoch = Instant(unchecked: 0, 0)

  init(unchecked seconds: Int64, _ nanoseconds: Int32) {
    self.seconds = seconds
    self.nanoseconds = nanoseconds
  }

  /// Returns nil outside the years 1 to 9999, or with nanoseconds outside 0 ..< 10⁹.
  public init?(seconds: Int64, nanoseconds: Int32 = 0) {
    guard Self.secondsRange.contains(seconds), (0..<1_000_000_000).contains(nanoseconds) else { return nil }
    self.init(unchecked: seconds, nanoseconds)
  }

  /// Creates an instant from microseconds since 1970, the unit of the store. Returns nil outside the years 1 to 9999.
  public init?(microseconds: Int64) {
    let (seconds, rest) = CivilDays.floorDivide(microseconds, 1_000_000)
    self.init(seconds: seconds, nanoseconds: Int32(rest) * 1_000)
  }

  /// The first whole microsecond, since 1970, that is not before this instant. A timer kept in microseconds is
  /// therefore never early.
  public var microsecondsRoundedUp: Int64 {
    seconds * 1_000_000 + (Int64(nanoseconds) + 999) / 1_000
  }

  /// Returns the later instant; nil if it is outside the years 1 to 9999. Parts of the duration below a nanosecond are
  /// dropped.
  public func adding(_ duration: Duration) -> Instant? {
    let total = Int128(seconds) * 1_000_000_000 + Int128(nanoseconds) + duration.totalNanoseconds
    var (second, rest) = total.quotientAndRemainder(dividingBy: 1_000_000_000)
    if rest < 0 {
      second -= 1
      rest += 1_000_000_000
    }
    guard let whole = Int64(exactly: second) else { return nil }
    return Instant(seconds: whole, nanoseconds: Int32(rest))
  }

  /// Returns the time from `earlier` to this instant; negative if `earlier` is later.
  public func duration(since earlier: Instant) -> Duration {
    let seconds = self.seconds - earlier.seconds
    let nanoseconds = Int64(self.nanoseconds) - Int64(earlier.nanoseconds)
    return Duration(secondsComponent: seconds, attosecondsComponent: 0) + .nanoseconds(nanoseconds)
  }

  /// True if `a` is earlier than `b`.
  public static func < (a: Instant, b: Instant) -> Bool {
    a.seconds != b.seconds ? a.seconds < b.seconds : a.nanoseconds < b.nanoseconds
  }
}
