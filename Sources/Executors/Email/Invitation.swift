import CEL
import CivilTime
import Execution

/// An iCalendar object with one event (RFC 5545) as iTIP exchanges it (RFC 5546): an invitation, a change of it, or its withdrawal.
/// Times are UTC, so that no time zone has to be described.
struct Invitation: Sendable, Hashable {
  enum Method: String, Sendable { case request = "REQUEST", cancel = "CANCEL" }

  let method: Method
  /// One for the life of a booking.
  let uid: String
  /// Rises with every change and with the withdrawal.
  let sequence: Int64
  let start: Instant
  let end: Instant
  let summary: String
  let location: String?
  let organizer: EmailAddress
  let attendee: EmailAddress

  init(_ fields: ValueMap) throws(StepError) {
    func fault(_ why: String) -> StepError { StepError(code: "rejected", message: "email.send: calendar: \(why)") }
    let input = StepInput(step: "email.send calendar", fields: fields)
    guard let method = Method(rawValue: try input.string("method")) else {
      throw fault("method is to be REQUEST or CANCEL")
    }
    self.method = method
    uid = try input.string("uid")
    sequence = try input.int("sequence")
    start = try input.timestamp("start")
    end = try input.timestamp("end")
    summary = try input.string("summary")
    location = try input.optionalString("location")
    guard let organizer = EmailAddress(try input.string("organizer")),
      let attendee = EmailAddress(try input.string("attendee"))
    else { throw fault("organizer and attendee are to be plain addresses") }
    self.organizer = organizer
    self.attendee = attendee
    guard !uid.isEmpty, uid.utf8.count <= 255 else { throw fault("uid is to have 1 to 255 bytes") }
    guard (0...Int64(Int32.max)).contains(sequence) else { throw fault("sequence is to be 0 to 2147483647") }
    guard start < end else { throw fault("end is to be later than start") }
  }

  /// CRLF line ends, lines folded at 75 octets.
  func text(stamp: Instant) -> String {
    var lines = [
      "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Magnetiq//Bookings//EN", "CALSCALE:GREGORIAN",
      "METHOD:\(method.rawValue)", "BEGIN:VEVENT", "UID:\(CalendarText.text(uid))", "DTSTAMP:\(Self.utc(stamp))",
      "DTSTART:\(Self.utc(start))", "DTEND:\(Self.utc(end))", "SEQUENCE:\(sequence)",
      "SUMMARY:\(CalendarText.text(summary))",
    ]
    if let location { lines.append("LOCATION:\(CalendarText.text(location))") }
    lines.append("ORGANIZER:\(CalendarText.address(organizer))")
    switch method {
    case .request:
      lines.append("ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:\(CalendarText.address(attendee))")
      lines.append("STATUS:CONFIRMED")
    case .cancel:
      lines.append("ATTENDEE;ROLE=REQ-PARTICIPANT:\(CalendarText.address(attendee))")
      lines.append("STATUS:CANCELLED")
    }
    lines += ["TRANSP:OPAQUE", "END:VEVENT", "END:VCALENDAR"]
    return lines.map { CalendarText.folded($0) + "\r\n" }.joined()
  }

  /// `20260303T090000Z`; parts of a second are dropped.
  private static func utc(_ instant: Instant) -> String {
    String(instant.description.prefix(19).filter { $0 != "-" && $0 != ":" }) + "Z"
  }
}
