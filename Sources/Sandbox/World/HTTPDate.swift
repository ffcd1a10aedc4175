import CivilTime

/// IMF-fixdate of RFC 9110 §5.6.7: `Sun, 06 Nov 1994 08:49:37 GMT`.
enum HTTPDate {
  private static let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
  private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

  static func text(_ instant: Instant) -> String {
    // The description is `YYYY-MM-DDTHH:MM:SS[.fraction]Z`; day 0 of the epoch was a Thursday.
    let text = Array(instant.description.utf8)
    func part(_ range: Range<Int>) -> String { String(decoding: text[range], as: UTF8.self) }
    let (quotient, rest) = instant.seconds.quotientAndRemainder(dividingBy: 86_400)
    let day = Int(rest < 0 ? quotient - 1 : quotient)
    let weekday = days[((day % 7) + 7) % 7]
    let month = months[(Int(part(5..<7)) ?? 1) - 1]
    return "\(weekday), \(part(8..<10)) \(month) \(part(0..<4)) \(part(11..<19)) GMT"
  }
}
