/// Takes the busy time of a consultant's other calendar, in the place of what it said before.
public struct ImportCalendar: ControlRequest {
  public static let verb = Verb("calendar.import", .act)
  public typealias Answer = ActResult

  /// The consultant's slug.
  public var slug: ShortText
  /// The calendar's name; `calendar` if absent.
  public var name: ShortText?
  /// The calendar (RFC 5545).
  public var text: CalendarText

  public init(slug: ShortText, name: ShortText? = nil, text: CalendarText) {
    (self.slug, self.name, self.text) = (slug, name, text)
  }
}

/// Exports when a consultant is busy, as a VFREEBUSY component.
public struct ExportCalendar: ControlRequest {
  public static let verb = Verb("calendar.export")
  public typealias Answer = ExportedCalendar

  /// The consultant's slug.
  public var slug: ShortText

  public init(slug: ShortText) { self.slug = slug }
}

/// A calendar.
public struct ExportedCalendar: Codable, Sendable {
  /// The calendar (RFC 5545).
  public var text: String

  public init(text: String) { self.text = text }
}
