import CivilTime
import Pages

/// A booking as RFC 5545 writes it, for whoever does not have the invitation of the mail.
enum CalendarFile {
  static func make(_ view: BookingView, siteName: String) -> String {
    let place = view.openMeeting.map { ["LOCATION:\(escaped($0.text))"] } ?? []
    let lines =
      [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Magnetiq//site//EN", "METHOD:PUBLISH", "BEGIN:VEVENT",
        "UID:\(escaped(view.reference))", "DTSTAMP:\(basic(view.context.now))", "DTSTART:\(basic(view.start))",
        "DTEND:\(basic(view.end))", "SUMMARY:\(escaped("\(view.service.text), \(view.consultantName)"))",
        "DESCRIPTION:\(escaped("\(siteName) \(view.reference)"))",
      ] + place + ["STATUS:CONFIRMED", "END:VEVENT", "END:VCALENDAR"]
    return lines.flatMap(folded).map { $0 + "\r\n" }.joined()
  }

  /// `20270607T080000Z`.
  private static func basic(_ instant: Instant) -> String {
    let whole = Instant(seconds: instant.seconds) ?? instant
    return "\(whole)".filter { $0 != "-" && $0 != ":" }
  }

  private static func escaped(_ text: String) -> String {
    var out = ""
    for character in text {
      switch character {
      case "\\", ";", ",": out += "\\\(character)"
      case "\n", "\r", "\r\n": out += "\\n"
      default: out.append(character)
      }
    }
    return out
  }

  /// At most 75 bytes a line; those that follow begin with a blank.
  private static func folded(_ line: String) -> [String] {
    var lines: [String] = []
    var now = ""
    for scalar in line.unicodeScalars {
      if now.utf8.count + String(scalar).utf8.count > 75 {
        lines.append(now)
        now = " "
      }
      now.unicodeScalars.append(scalar)
    }
    return lines + [now]
  }
}
