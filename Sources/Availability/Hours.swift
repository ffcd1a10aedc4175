/// A part of a day on the wall, in minutes since midnight: 09:00 to 12:30.
public struct Hours: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// From 0 to 1,439.
  public let from: Int
  /// Above `from`, to 1,440, which is the next day's 00:00. Time over midnight is written as two parts.
  public let to: Int

  /// Returns nil unless 0 ≤ from < to ≤ 1,440.
  public init?(from: Int, to: Int) {
    guard from >= 0, from < to, to <= 1_440 else { return nil }
    (self.from, self.to) = (from, to)
  }

  /// True if the two have a minute in common.
  public func overlaps(_ other: Hours) -> Bool { from < other.to && other.from < to }

  /// The length in minutes on the wall.
  public var minutes: Int { to - from }

  /// True if `a` begins earlier, or at the same time and ends earlier.
  public static func < (a: Hours, b: Hours) -> Bool { (a.from, a.to) < (b.from, b.to) }

  /// `09:00-12:30`.
  public var description: String { "\(Self.text(from))-\(Self.text(to))" }

  /// Returns `HH:mm` for minutes since midnight; 24:00 for the end of the day.
  public static func text(_ minute: Int) -> String {
    let (hour, rest) = minute.quotientAndRemainder(dividingBy: 60)
    return "\(hour < 10 ? "0" : "")\(hour):\(rest < 10 ? "0" : "")\(rest)"
  }

  /// Parses `HH:mm` into minutes since midnight; nil for any other text. 24:00 is 1,440.
  public static func minute(_ text: String) -> Int? {
    let bytes = Array(text.utf8)
    guard bytes.count == 5, bytes[2] == UInt8(ascii: ":") else { return nil }
    var digits: [Int] = []
    for index in [0, 1, 3, 4] {
      let digit = Int(bytes[index]) - 48
      guard (0...9).contains(digit) else { return nil }
      digits.append(digit)
    }
    let (hour, minute) = (digits[0] * 10 + digits[1], digits[2] * 10 + digits[3])
    guard minute <= 59, hour <= 23 || (hour == 24 && minute == 0) else { return nil }
    return hour * 60 + minute
  }
}
