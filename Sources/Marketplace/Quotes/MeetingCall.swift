public import CivilTime

/// The meeting that somebody asks for: with whom, for what, when.
public struct MeetingCall: Hashable, Sendable {
  /// The slug of the consultant.
  public var consultant: String
  /// The type of the service.
  public var service: String
  /// Minutes; the service's own if nil.
  public var length: Int?
  /// The start of the meeting.
  public var start: Instant
  /// The number of participants, 1 to 1,000 in a body; the service allows fewer.
  public var participants: Int

  /// Creates a call, by default for one participant and the length that the service has.
  public init(consultant: String, service: String, length: Int? = nil, start: Instant, participants: Int = 1) {
    (self.consultant, self.service, self.length) = (consultant, service, length)
    (self.start, self.participants) = (start, participants)
  }

  /// Reads the fields of a meeting; nil if one of them is wrong, which the reader notes.
  static func read(_ reader: FieldReader) -> MeetingCall? {
    let consultant = reader.required("consultant", reader.text("consultant", most: 100), "a consultant's slug")
    let service = reader.required("service", reader.text("service", most: 64), "the type of a service")
    let start = reader.required("start", reader.instant("start"), "an instant, as 2030-01-31T09:00:00Z")
    let length = reader.integer("duration", 1...1_440).map { Int($0) }
    let participants = Int(reader.integer("participants", 1...1_000) ?? 1)
    guard let consultant, let service, let start else { return nil }
    return MeetingCall(
      consultant: consultant, service: service, length: length, start: start, participants: participants)
  }
}
