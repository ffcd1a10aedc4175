import CivilTime

/// The dates of HTTP (RFC 9110 §5.6.7) and of mail (RFC 5322 §3.3).
enum HTTPDate {
  private static let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
  private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

  /// `Tue, 03 Mar 2026 09:00:00 GMT`; nil for anything else. The two obsolete forms are not read.
  static func parse(_ text: String) -> Instant? {
    let parts = text.split(separator: " ")
    guard parts.count == 6, parts[5] == "GMT", let month = months.firstIndex(of: String(parts[2])) else { return nil }
    let number = month + 1
    let padded = number < 10 ? "0\(number)" : "\(number)"
    return try? Instant.parse("\(parts[3])-\(padded)-\(parts[1])T\(parts[4])Z")
  }

  /// `Tue, 03 Mar 2026 09:00:00 +0000`
  static func mail(_ instant: Instant) -> String {
    let local = ZoneRules.utc.local(at: instant)
    let (date, time) = (local.date, local.time)
    let day = date.day < 10 ? "0\(date.day)" : "\(date.day)"
    let year = String(repeating: "0", count: max(0, 4 - String(date.year).count)) + String(date.year)
    return "\(days[date.weekday]), \(day) \(months[date.month - 1]) \(year) \(time.withSeconds) +0000"
  }
}

extension HTTPResponse {
  /// `Retry-After` in seconds or as a date (RFC 9110 §10.2.3), at most a day.
  func retryAfter(now: Instant) -> Duration? {
    guard let text = headers["retry-after"] else { return nil }
    let wait: Duration
    if let seconds = Int64(text), seconds >= 0 {
      wait = .seconds(min(seconds, 86_400))
    } else if let date = HTTPDate.parse(text) {
      wait = date.duration(since: now)
    } else {
      return nil
    }
    return wait > .zero ? min(wait, .seconds(86_400)) : nil
  }
}
