import CEL
import Execution
import Testing

@testable import Executors

@Suite struct InvitationTests {
  static func fields(_ changes: ValueMap = [:]) -> ValueMap {
    var fields: ValueMap = [
      "method": "REQUEST", "uid": "VLT-20260303-AB12@example.org", "sequence": 0,
      "start": .timestamp(instant("2026-03-10T09:00:00Z")), "end": .timestamp(instant("2026-03-10T10:30:00Z")),
      "summary": "Consultation; part 1, \\ by \"Jürgen\"", "location": "https://meet.example.org/a,b",
      "organizer": "carla@example.org", "attendee": "anna@example.com",
    ]
    for entry in changes.entries { fields[entry.key.stringValue ?? ""] = entry.value }
    return fields
  }

  private func lines(_ changes: ValueMap = [:]) throws -> [String] {
    let text = try Invitation(Self.fields(changes)).text(stamp: instant("2026-03-03T09:00:00.5Z"))
    #expect(text.hasSuffix("\r\n"))
    return text.split(separator: "\r\n", omittingEmptySubsequences: false).map(String.init)
  }

  @Test func aRequestInvitesAsRFC5546Asks() throws {
    #expect(
      try lines() == [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Magnetiq//Bookings//EN", "CALSCALE:GREGORIAN", "METHOD:REQUEST",
        "BEGIN:VEVENT", "UID:VLT-20260303-AB12@example.org", "DTSTAMP:20260303T090000Z", "DTSTART:20260310T090000Z",
        "DTEND:20260310T103000Z", "SEQUENCE:0", "SUMMARY:Consultation\\; part 1\\, \\\\ by \"Jürgen\"",
        "LOCATION:https://meet.example.org/a\\,b", "ORGANIZER:mailto:carla@example.org",
        "ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:anna@e", " xample.com",
        "STATUS:CONFIRMED",
        "TRANSP:OPAQUE", "END:VEVENT", "END:VCALENDAR", "",
      ])
  }

  @Test func aCancellationKeepsTheUIDAndRaisesTheSequence() throws {
    let lines = try lines(["method": "CANCEL", "sequence": 3, "location": nil])
    #expect(lines.contains("METHOD:CANCEL"))
    #expect(lines.contains("STATUS:CANCELLED"))
    #expect(lines.contains("SEQUENCE:3"))
    #expect(lines.contains("UID:VLT-20260303-AB12@example.org"))
    #expect(!lines.contains { $0.hasPrefix("LOCATION") || $0.contains("NEEDS-ACTION") })
  }

  @Test func linesAreFoldedAt75OctetsWithoutCuttingACharacter() throws {
    let summary = String(repeating: "Gespräch 👩‍👧 über Qualität ", count: 20)
    let lines = try lines(["summary": .string(summary)])
    for line in lines { #expect(line.utf8.count <= 75) }
    let unfolded = lines.joined(separator: "\r\n").split(separator: "\r\n ").joined()
    #expect(unfolded.contains("SUMMARY:\(summary)\r\n"))
  }

  @Test func aLineBreakInAValueCannotMakeAProperty() throws {
    let lines = try lines(["summary": "x\r\nATTENDEE:mailto:evil@example.org\nY\u{7}Z", "uid": "a\r\nb"])
    #expect(lines.contains("SUMMARY:x\\nATTENDEE:mailto:evil@example.org\\nY Z"))
    #expect(lines.contains("UID:a\\nb"))
    #expect(lines.count { $0.hasPrefix("ATTENDEE") } == 1)
  }

  @Test(arguments: [
    ("method", "PUBLISH" as Value), ("organizer", "carla"), ("attendee", "a@b.de\r\nX:1"), ("uid", ""),
    ("sequence", -1),
    ("end", .timestamp(instant("2026-03-10T09:00:00Z"))),
  ])
  func anInvalidInvitationIsRefused(field: String, value: Value) {
    #expect(throws: StepError.self) { try Invitation(Self.fields(ValueMap([(field, value)]))) }
  }
}
