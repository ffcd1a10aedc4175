import Glibc

/// The `Date` of answers, IMF-fixdate of RFC 9110 section 5.6.7: `Sun, 06 Nov 1994 08:49:37 GMT`. It is the wall clock's
/// time, for it is what the peer's caches and clocks compare with theirs; nothing in the daemon is decided by it.
enum HTTPDate {
  private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  static var now: String { text(time(nil)) }

  static func text(_ seconds: Int) -> String {
    var seconds = time_t(seconds)
    var parts = tm()
    gmtime_r(&seconds, &parts)
    func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let year = String(parts.tm_year + 1_900)
    let date =
      "\(two(parts.tm_mday)) \(months[Int(parts.tm_mon)]) \(String(repeating: "0", count: max(0, 4 - year.count)))\(year)"
    let clock = "\(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(parts.tm_sec))"
    return "\(weekdays[Int(parts.tm_wday)]), \(date) \(clock) GMT"
  }
}
