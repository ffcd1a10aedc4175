public import Availability
public import CivilTime
import Pricing

/// A question about the starts that can be booked.
public struct SlotSearch: Sendable {
  /// The slug of the consultant.
  public var consultant: String
  /// The type of the service.
  public var service: String
  /// Minutes; the service's own if nil.
  public var length: Int?
  /// The first day.
  public var from: LocalDate
  /// The last day. It is included, and at most 62 days are searched at once.
  public var to: LocalDate
  /// The zone in which the dates are meant and in which starts are shown besides; the consultant's if nil.
  public var zone: (name: String, rules: ZoneRules)?

  /// Creates a search, by default for the length of the service and the zone of the consultant.
  public init(
    consultant: String, service: String, length: Int? = nil, from: LocalDate, to: LocalDate,
    zone: (name: String, rules: ZoneRules)? = nil
  ) {
    (self.consultant, self.service, self.length) = (consultant, service, length)
    (self.from, self.to, self.zone) = (from, to, zone)
  }

  /// The reason why there is no answer.
  public enum Refusal: Error, Hashable, Sendable {
    case unknownConsultant, unknownOffer
    case wrongLength([Int])
    case tooManyDays, wrongDates
    /// The days around those that are asked for are beyond the calendar.
    case edgeOfCalendar
  }

  /// A search that was held against the catalogue: it knows for which time meetings have to be read.
  public struct Prepared: Sendable {
    /// The consultant as the catalogue has them.
    public let consultant: Consultant
    /// The service as the catalogue has it.
    public let service: Service
    /// The base of the price in minor units of the consultant's currency: for an hour if the service is billed by the
    /// hour.
    public let base: Int64
    /// Minutes, one of the lengths of the service.
    public let length: Int
    /// The zone in which the dates are meant, by name and by its rules.
    public let zone: (name: String, rules: ZoneRules)
    /// The time from the beginning of the first day to the end of the last one, in seconds since 1970.
    public let window: Interval
    /// The time in which meetings matter: the window with the days on either side whose meetings count as demand.
    public let reach: Interval
    let schedule: Schedule
    let terms: MeetingTerms

    /// Decides over the window.
    ///
    /// - Parameter booked: all meetings within `reach`.
    public func availability(booked: [BookedMeeting], now: Instant) -> BookableTime {
      BookableTime(schedule, terms, window: window, booked: booked, now: now)
    }

    /// The time that is offered from one second to another, both since 1970.
    func offered(in window: Interval, now: Instant) -> IntervalSet {
      BookableTime(schedule, terms, window: window, booked: [], now: now).offered
    }

    /// The day of an instant on the consultant's calendar.
    public func localDate(_ instant: Instant) -> LocalDate { schedule.zone.local(at: instant).date }

    /// The days whose demand counts for a start, from three before its own to three after it.
    func demandWindow(around date: LocalDate) -> Interval? {
      guard let first = date.adding(months: 0, days: -3), let last = date.adding(months: 0, days: 3) else { return nil }
      return Days.window(first, last, schedule.zone)
    }

    /// The base of prices in minor units; nil if it is out of range.
    var priceBase: Int64? { service.billing == .hourly ? Price.hourly(base, minutes: length) : base }

    /// The facts of a price for a project that asks for nothing more than the service includes.
    func facts(start: Int64, date: LocalDate, demand: Demand, rules: PriceRules, now: Instant) -> PriceFacts {
      let isFixed = rules.fixed.contains(service.type)
      return PriceFacts(
        demand: demand.share, leadMinutes: (start - now.seconds) / 60, complexity: service.complexity,
        included: service.complexity, season: rules.season(on: date),
        demandCounts: consultant.demandCounts && !isFixed, urgencyCounts: consultant.urgencyCounts && !isFixed)
    }

    /// Returns a start as both clocks show it.
    public func slot(_ start: Int64) -> Slot? {
      Slot(start: start, minutes: length, consultant: schedule.zone, client: zone.rules)
    }

    /// Tells the meeting from the span that is claimed for it, both in seconds since 1970. Preparation and follow-up are
    /// those of the service; the buffer is the consultant's.
    public func meeting(claimed span: Interval) -> BookedMeeting {
      let start = span.start + Int64(terms.preparation) * 60
      let end = span.end - Int64(terms.followUp + schedule.buffer) * 60
      return BookedMeeting(meeting: Interval(start, max(start, end)), span: span)
    }
  }

  /// Holds the search against the catalogue.
  public func prepare(_ catalogue: Catalogue) throws(Refusal) -> Prepared {
    guard let known = catalogue.consultants[consultant]?.consultant,
      let schedule = known.schedule(busy: catalogue.busy(consultant))
    else { throw .unknownConsultant }
    guard let offer = catalogue.offer(consultant, service) else { throw .unknownOffer }
    let length = self.length ?? offer.service.length
    guard offer.service.lengths.contains(length) else { throw .wrongLength(offer.service.lengths) }
    guard from <= to else { throw .wrongDates }
    guard to.daysSinceEpoch - from.daysSinceEpoch < Int64(Days.most) else { throw .tooManyDays }
    let zone = self.zone ?? (known.zoneName, schedule.zone)
    guard let window = Days.window(from, to, zone.rules) else { throw .edgeOfCalendar }
    let terms = MeetingTerms(
      length: length, preparation: offer.service.preparation, followUp: offer.service.followUp,
      grid: offer.service.grid)
    return Prepared(
      consultant: known, service: offer.service, base: offer.base, length: length, zone: zone, window: window,
      reach: Interval(window.start - 5 * 86_400, window.end + 5 * 86_400), schedule: schedule, terms: terms)
  }
}
