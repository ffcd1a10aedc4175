public import CivilTime

/// The dates of HTTP (IMF-fixdate, RFC 9110 §5.6.7) and of mail (RFC 5322 §3.3), in whole seconds and UTC.
public enum HTTPDate {
  private static let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
  private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

  /// Formats as `Sun, 06 Nov 1994 08:49:37 GMT`. Fractions of a second are dropped.
  public static func text(_ instant: Instant) -> String { "\(text(of: instant)) GMT" }

  /// Formats as `Sun, 06 Nov 1994 08:49:37 +0000`. Fractions of a second are dropped.
  public static func mail(_ instant: Instant) -> String { "\(text(of: instant)) +0000" }

  /// Parses an IMF-fixdate; nil for any other text. The two obsolete forms of RFC 9110 are not accepted.
  public static func parse(_ text: String) -> Instant? {
    let parts = text.split(separator: " ")
    guard parts.count == 6, parts[5] == "GMT", let month = months.firstIndex(of: String(parts[2])) else { return nil }
    return try? Instant.parse("\(parts[3])-\(padded(month + 1, 2))-\(parts[1])T\(parts[4])Z")
  }

  private static func text(of instant: Instant) -> String {
    let local = ZoneRules.utc.local(at: instant)
    let (date, time) = (local.date, local.time)
    return
      "\(days[date.weekday]), \(padded(date.day, 2)) \(months[date.month - 1]) \(padded(date.year, 4)) \(time.withSeconds)"
  }

  private static func padded(_ number: some BinaryInteger, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
