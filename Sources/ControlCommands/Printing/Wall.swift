import CEL
import CivilTime
import Glibc

/// The operator's wall clock: the present time and the zone in which times are written.
struct Wall {
  var now: Instant
  /// The offset from UTC at an instant, in seconds east.
  var offset: (Instant) -> Int

  static var local: Wall {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Wall(now: Instant(seconds: Int64(time.tv_sec)) ?? .epoch) { instant in
      var seconds = time_t(instant.seconds)
      var parts = tm()
      localtime_r(&seconds, &parts)
      return parts.tm_gmtoff
    }
  }

  /// Reads an instant from JSON.
  static func instant(_ value: Value) -> Instant? {
    switch value {
    case .string(let text): try? Instant.parse(text)
    case .timestamp(let instant): instant
    default: nil
    }
  }

  /// `22 Nov 18:33 +01:00 (in 2 h)`; empty for nil.
  func text(_ instant: Instant?) -> String { instant.map { "\(short($0)) (\(relative($0)))" } ?? "" }

  /// `22 Nov 18:33 +01:00`, with the year if it is another one. The offset distinguishes the two hours that a clock
  /// shows twice when it is set back.
  func short(_ instant: Instant) -> String { "\(day(instant)) \(time(instant)) \(zone(instant))" }

  /// `22 Nov 18:33:07 +01:00`
  func exact(_ instant: Instant) -> String {
    "\(day(instant)) \(time(instant)):\(pad(parts(instant).second)) \(zone(instant))"
  }

  private func parts(_ instant: Instant) -> LocalParts { LocalParts(instant.seconds + Int64(offset(instant))) }

  private func day(_ instant: Instant) -> String {
    let local = parts(instant)
    return "\(local.day) \(local.monthName)" + (local.year == parts(now).year ? "" : " \(local.year)")
  }

  private func time(_ instant: Instant) -> String { "\(pad(parts(instant).hour)):\(pad(parts(instant).minute))" }

  /// `UTC` or `+01:00`; with seconds if the zone had such an offset.
  private func zone(_ instant: Instant) -> String {
    let east = offset(instant)
    if east == 0 { return "UTC" }
    let (minutes, seconds) = (abs(east) / 60, abs(east) % 60)
    return (east < 0 ? "-" : "+") + "\(pad(minutes / 60)):\(pad(minutes % 60))"
      + (seconds == 0 ? "" : ":\(pad(seconds))")
  }

  /// `now`, `5 s ago`, `in 2 h`, `3 d ago`: one unit, rounded down.
  func relative(_ instant: Instant) -> String {
    let seconds = instant.seconds - now.seconds
    let amount = seconds.magnitude
    let text =
      switch amount {
      case 0: "now"
      case ..<60: "\(amount) s"
      case ..<3_600: "\(amount / 60) min"
      case ..<172_800: "\(amount / 3_600) h"
      default: "\(amount / 86_400) d"
      }
    return amount == 0 ? text : seconds > 0 ? "in \(text)" : "\(text) ago"
  }

  private func pad(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}

/// A local date and time from seconds since 1970.
private struct LocalParts {
  let year: Int
  let month: Int
  let day: Int
  let hour: Int
  let minute: Int
  let second: Int

  private static let names = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  var monthName: String { Self.names[month - 1] }

  init(_ seconds: Int64) {
    var clock = time_t(seconds)
    var parts = tm()
    gmtime_r(&clock, &parts)
    year = Int(parts.tm_year) + 1_900
    month = Int(parts.tm_mon) + 1
    day = Int(parts.tm_mday)
    hour = Int(parts.tm_hour)
    minute = Int(parts.tm_min)
    second = Int(parts.tm_sec)
  }
}
