/// A time of day, without a zone.
public struct LocalTime: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// 0 to 23.
  public let hour: Int
  /// 0 to 59.
  public let minute: Int
  /// 0 to 59.
  public let second: Int
  /// 0 to 999,999,999.
  public let nanosecond: Int

  /// 00:00:00, the first time of a day.
  public static let midnight = LocalTime(secondOfDay: 0, nanosecond: 0)

  /// Returns nil if there is no such time of day. Hour 24 and second 60 do not exist.
  public init?(hour: Int, minute: Int, second: Int = 0, nanosecond: Int = 0) {
    guard (0...23).contains(hour), (0...59).contains(minute), (0...59).contains(second),
      (0..<1_000_000_000).contains(nanosecond)
    else { return nil }
    (self.hour, self.minute, self.second, self.nanosecond) = (hour, minute, second, nanosecond)
  }

  init(secondOfDay: Int, nanosecond: Int) {
    (hour, minute, second) = (secondOfDay / 3_600, secondOfDay / 60 % 60, secondOfDay % 60)
    self.nanosecond = nanosecond
  }

  /// Whole seconds since midnight, from 0 to 86,399.
  public var secondOfDay: Int { hour * 3_600 + minute * 60 + second }

  /// `HH:MM`; seconds and the fraction are left out.
  public var withMinutes: String { "\(Digits.padded(hour, 2)):\(Digits.padded(minute, 2))" }
  /// `HH:MM:SS`; the fraction is left out.
  public var withSeconds: String { "\(withMinutes):\(Digits.padded(second, 2))" }
  /// `HH:MM:SS`, with the fraction if there is one.
  public var description: String { withSeconds + Digits.fraction(nanosecond) }

  /// Parses `HH:MM` or `HH:MM:SS`. Throws `bad-time-of-day` for any other text.
  public static func parse(_ text: String) throws(CivilTimeError) -> LocalTime {
    var scanner = DigitScanner(text)
    let failure = CivilTimeError(
      code: "bad-time-of-day", message: "'\(text.prefix(64))' is not a time of day; write it as 08:30 or 08:30:00")
    guard let hour = scanner.fixed(2), scanner.take(":"), let minute = scanner.fixed(2) else { throw failure }
    var second = 0
    if scanner.take(":") {
      guard let value = scanner.fixed(2) else { throw failure }
      second = value
    }
    guard scanner.atEnd, let time = LocalTime(hour: hour, minute: minute, second: second) else { throw failure }
    return time
  }

  /// True if `a` is earlier in the day than `b`.
  public static func < (a: LocalTime, b: LocalTime) -> Bool {
    (a.secondOfDay, a.nanosecond) < (b.secondOfDay, b.nanosecond)
  }
}
