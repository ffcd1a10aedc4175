public import CEL

/// A request to hold a time for somebody while they make up their mind.
public struct HoldCall: Hashable, Sendable {
  /// The meeting whose time is to be held.
  public var meeting: MeetingCall
  /// The site's name of the client, which bounds what one client holds; nil if the site gives none.
  public var client: String?
  /// The hold's own key; nil for one that is drawn.
  public var reference: String?

  /// Reads a body with everything that is wrong with it; nil if something is.
  public static func read(_ body: Value) -> (call: HoldCall?, findings: [Finding]) {
    let reader = FieldReader(body, "")
    let meeting = MeetingCall.read(reader)
    let client = reader.text("client", most: 100)
    let reference = reader.text("reference", most: 100)
    let findings = reader.finish()
    guard findings.isEmpty, let meeting else { return (nil, findings) }
    return (HoldCall(meeting: meeting, client: client, reference: reference), [])
  }

  /// The input of the workflow that keeps the hold.
  public func input(_ prepared: QuoteOffice.Prepared) -> Value {
    let (consultant, service) = (prepared.search.consultant, prepared.search.service)
    var input = ValueMap([
      (
        "consultant",
        .map(
          ValueMap([
            ("id", .string(meeting.consultant)), ("zone", .string(consultant.zoneName)),
            ("max_per_day", .int(Int64(consultant.maxPerDay))),
          ]))
      ),
      ("service", .string(service.type)), ("start", .string("\(meeting.start)")), ("end", .string("\(prepared.end)")),
      ("preparation", .string(OrderText.minutes(service.preparation))),
      ("buffer", .string(OrderText.minutes(service.followUp + consultant.buffer))),
    ])
    if let client { input["client"] = .string(client) }
    if let reference { input["reference"] = .string(reference) }
    return .map(input)
  }
}

/// Values as workflows write them.
enum OrderText {
  /// A duration of ISO 8601.
  static func minutes(_ minutes: Int) -> String { "PT\(minutes)M" }
}
