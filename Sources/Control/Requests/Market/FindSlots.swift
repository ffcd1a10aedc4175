public import CivilTime

/// Finds when a service of a consultant can be booked.
public struct FindSlots: ControlRequest {
  /// The verb `consultants.slots`, which reads.
  public static let verb = Verb("consultants.slots")
  /// The answer is a page of `SlotEntry`.
  public typealias Answer = Page<SlotEntry>

  /// The consultant's slug.
  public var slug: ShortText
  /// The service's type.
  public var service: ShortText
  /// Minutes; the service's own if absent.
  public var length: Int64?
  /// The first day, as 2030-01-31.
  public var from: ShortText
  /// The last day; at most 62 days are asked for at once.
  public var to: ShortText
  /// The zone in which the days are meant and the starts are shown; the consultant's if absent.
  public var zone: ShortText?
  /// Also the starts that cannot be booked, each with the reason.
  public var explain: Bool?

  /// Creates the request; an argument that is nil is left out.
  public init(
    slug: ShortText, service: ShortText, length: Int64? = nil, from: ShortText, to: ShortText,
    zone: ShortText? = nil,
    explain: Bool? = nil
  ) {
    (self.slug, self.service, self.length, self.from, self.to) = (slug, service, length, from, to)
    (self.zone, self.explain) = (zone, explain)
  }
}

/// A start.
public struct SlotEntry: Codable, Sendable {
  /// The start.
  public var start: Instant
  /// The end.
  public var end: Instant
  /// The start on the clock of the zone that was asked for.
  public var wall: String
  /// The start on the clock of the consultant's zone.
  public var consultantWall: String
  /// Why it cannot be booked; absent if it can.
  public var reason: String?
  /// More about the reason.
  public var detail: String?

  /// Creates the entry of a start that can be booked: `reason` and `detail` are nil.
  public init(start: Instant, end: Instant, wall: String, consultantWall: String) {
    (self.start, self.end, self.wall, self.consultantWall) = (start, end, wall, consultantWall)
  }
}
