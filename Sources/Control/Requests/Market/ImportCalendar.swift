/// Takes the busy time of a consultant's other calendar, in the place of what it said before.
public struct ImportCalendar: ControlRequest {
  /// The verb `calendar.import`, an act that needs a reason and an idempotency key.
  public static let verb = Verb("calendar.import", .act)
  /// The answer is an `ActResult`.
  public typealias Answer = ActResult

  /// The consultant's slug.
  public var slug: ShortText
  /// The calendar's name; `calendar` if absent.
  public var name: ShortText?
  /// The calendar (RFC 5545).
  public var text: CalendarText

  /// Creates the request; an argument that is nil is left out.
  public init(slug: ShortText, name: ShortText? = nil, text: CalendarText) {
    (self.slug, self.name, self.text) = (slug, name, text)
  }
}

/// Exports when a consultant is busy, as a VFREEBUSY component.
public struct ExportCalendar: ControlRequest {
  /// The verb `calendar.export`, which reads.
  public static let verb = Verb("calendar.export")
  /// The answer is an `ExportedCalendar`.
  public typealias Answer = ExportedCalendar

  /// The consultant's slug.
  public var slug: ShortText

  /// Creates the request.
  public init(slug: ShortText) { self.slug = slug }
}

/// A calendar.
public struct ExportedCalendar: Codable, Sendable {
  /// The calendar (RFC 5545).
  public var text: String

  /// Creates an `ExportedCalendar` from its fields.
  public init(text: String) { self.text = text }
}
