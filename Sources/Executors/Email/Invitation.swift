import CEL
import CivilTime
import Execution

/// An iCalendar object with one event (RFC 5545) as iTIP exchanges it (RFC 5546): an invitation, a change of it, or its
/// withdrawal. Times are UTC, so that no time zone has to be described.
struct Invitation: Sendable, Hashable {
  /// The iTIP method: `REQUEST` (RFC 5546 §3.2.2) or `CANCEL` (§3.2.5).
  enum Method: String, Sendable { case request = "REQUEST", cancel = "CANCEL" }

  let method: Method
  /// The event's identity, the same for the life of a booking; 1 to 255 bytes.
  let uid: String
  /// The revision, which rises with every change and with the withdrawal; 0 to 2,147,483,647.
  let sequence: Int64
  let start: Instant
  let end: Instant
  let summary: String
  let location: String?
  let organizer: EmailAddress
  let attendee: EmailAddress

  /// Reads an invitation from the fields of a step.
  ///
  /// - Throws: `StepError` with the code `rejected` for a field that is missing or out of its range.
  init(_ fields: ValueMap) throws(StepError) {
    func fault(_ why: String) -> StepError { StepError(code: "rejected", message: "email.send: calendar: \(why)") }
    let input = StepInput(step: "email.send calendar", fields: fields)
    guard let method = Method(rawValue: try input.string("method")) else {
      throw fault("method must be REQUEST or CANCEL")
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
    else { throw fault("organizer and attendee must be plain addresses") }
    self.organizer = organizer
    self.attendee = attendee
    guard !uid.isEmpty, uid.utf8.count <= 255 else { throw fault("uid is to have 1 to 255 bytes") }
    guard (0...Int64(Int32.max)).contains(sequence) else { throw fault("sequence must be 0 to 2147483647") }
    guard start < end else { throw fault("end must be later than start") }
  }

  /// Reads an entry from the fields of `calendar.put`.
  init(entry fields: ValueMap) throws(StepError) {
    var fields = fields
    fields["method"] = .string(Method.request.rawValue)
    try self.init(fields)
  }

  /// Returns the calendar with CRLF line ends and lines folded at 75 octets. `stamp` is its DTSTAMP.
  ///
  /// - Parameter isExchanged: true for a mail, whose calendar names its method; an entry that is kept must not
  ///   (RFC 4791 §4.1).
  func text(stamp: Instant, isExchanged: Bool = true) -> String {
    var lines = [
      "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Magnetiq//Bookings//EN", "CALSCALE:GREGORIAN",
    ]
    if isExchanged { lines.append("METHOD:\(method.rawValue)") }
    lines += [
      "BEGIN:VEVENT", "UID:\(CalendarText.text(uid))", "DTSTAMP:\(CalendarText.utc(stamp))",
      "DTSTART:\(CalendarText.utc(start))", "DTEND:\(CalendarText.utc(end))", "SEQUENCE:\(sequence)",
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
}
