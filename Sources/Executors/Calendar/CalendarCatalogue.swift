import CEL
public import Execution

/// The steps that the calendar executor declares. An entry has the same identity for a booking's life; a later `sequence` takes the place of
/// an earlier one, and never the other way round.
public enum CalendarCatalogue {
  /// The steps `calendar.put`, `calendar.delete` and `calendar.busy`.
  public static let all = [put, delete, busy]

  static let put = StepDeclaration(
    name: "calendar.put", stepClass: .idempotent,
    input: [
      .init(name: "owner", type: .string), .init(name: "uid", type: .string), .init(name: "sequence", type: .int),
      .init(name: "start", type: .timestamp), .init(name: "end", type: .timestamp),
      .init(name: "summary", type: .string), .init(name: "location", type: .nullable(.string)),
      .init(name: "organizer", type: .string), .init(name: "attendee", type: .string),
    ],
    returns: [], errors: ["no_calendar"], keyLifetime: .seconds(365 * 86_400), timeout: .seconds(60))

  static let delete = StepDeclaration(
    name: "calendar.delete", stepClass: .idempotent,
    input: [.init(name: "owner", type: .string), .init(name: "uid", type: .string)], returns: [],
    errors: ["no_calendar"], keyLifetime: .seconds(365 * 86_400), timeout: .seconds(60))

  static let busy = StepDeclaration(
    name: "calendar.busy", stepClass: .pure,
    input: [
      .init(name: "owner", type: .string), .init(name: "from", type: .timestamp), .init(name: "to", type: .timestamp),
    ],
    returns: [
      .init(
        name: "busy",
        type: .list(.object([.init(name: "start", type: .timestamp), .init(name: "end", type: .timestamp)])))
    ], errors: ["no_calendar"], timeout: .seconds(60))
}
