public import CEL

/// A booking of what a quote says. Whatever the quote decides is taken from it, and from the caller nothing of it.
public struct BookingCall: Sendable {
  /// The quote's id.
  public let quote: String
  /// The key of the hold whose place the booking takes.
  public let hold: String?
  /// The things that the client is to hand in before the meeting.
  private let checklist: Value
  /// The fields that the workflow takes as they are.
  private let own: ValueMap

  /// The fields that a caller gives besides the quote; the workflow checks their types.
  private static let fields = ["reference", "client", "meeting", "method", "consents", "brief", "return_to"]

  /// Reads a body with everything that is wrong with it; nil if something is. A price, a time or a consultant of the
  /// caller's is an unknown field.
  public static func read(_ body: Value) -> (call: BookingCall?, findings: [Finding]) {
    let reader = FieldReader(body, "")
    let quote = reader.required("quote", reader.text("quote", most: 64), "the id of a quote")
    let hold = reader.text("hold", most: 100)
    let checklist = reader.list("checklist") ?? []
    var own = ValueMap()
    for name in fields { own[name] = reader.value(name) }
    let findings = reader.finish()
    guard findings.isEmpty, let quote else { return (nil, findings) }
    return (BookingCall(quote: quote, hold: hold, checklist: .list(checklist), own: own), [])
  }

  /// The input of the workflow: what the quote says, what the catalogue knows, and the caller's own fields. Everything is
  /// copied, so that no later change of a record changes the booking.
  public func input(_ quote: Value, _ consultant: Consultant, _ service: Service) -> Value {
    var input = own
    let slug = quote["consultant"] ?? .null
    input["service"] = .map(
      ValueMap([
        ("id", .string(service.type)), ("title", .string(service.name.text(in: "en")?.text ?? service.type)),
        ("title_de", service.name.texts["de"].map { .string($0) } ?? .null), ("checklist", checklist),
        ("preparation", .string(OrderText.minutes(service.preparation))),
        ("follow_up", .string(OrderText.minutes(service.followUp))),
      ]))
    input["consultant"] = .map(
      ValueMap([
        ("id", slug), ("name", .string(consultant.name)), ("email", .string(consultant.email ?? "")),
        ("zone", .string(consultant.zoneName)),
        ("language", .string(consultant.languages.first { ["en", "de"].contains($0) } ?? "en")),
        ("account", .string(consultant.account ?? "")), ("currency", .string(consultant.currency)),
        ("linkedin", .bool(consultant.onLinkedIn)), ("buffer", .string(OrderText.minutes(consultant.buffer))),
        ("max_per_day", .int(Int64(consultant.maxPerDay))),
        ("host", consultant.meetingHost.map { .string($0) } ?? .null),
        ("calendar", consultant.calendar.map { .string($0) } ?? .null),
      ]))
    // Whoever does not say how they meet meets by video where the consultant does.
    let kinds = consultant.experience.meetings
    if input["meeting"] == nil, let first = kinds.first, !kinds.contains(.video), !kinds.contains(.hybrid) {
      input["meeting"] = .string(first.rawValue)
    }
    input["price"] = quote["total"]
    input["tax"] = quote["tax"]?["amount"]
    for name in ["currency", "start", "end"] { input[name] = quote[name] }
    if let hold { input["hold"] = .string(hold) }
    input["quote"] = Self.frozen(quote)
    return .map(input)
  }

  /// The part of a quote that is not said elsewhere in the input.
  private static func frozen(_ quote: Value) -> Value {
    var frozen = quote.mapValue ?? ValueMap()
    for name in ["consultant", "service", "duration", "start", "end", "currency", "extended"] { frozen[name] = nil }
    return .map(frozen)
  }
}
