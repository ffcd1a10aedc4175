public import Availability
public import CivilTime
public import Money
public import Pricing

/// The rules with which prices are made, for everybody alike.
public struct PricePolicy: Sendable {
  /// The factors, bounds and rounding of prices.
  public var rules: PriceRules
  /// The rates of tax of the countries, each from a day on.
  public var taxes: TaxTable
  /// The consultant's share.
  public var payoutShare: BasisPoints
  /// The time for which a quote holds.
  public var validity: Duration

  /// - Parameter payoutShare: the consultant's share.
  public init(
    rules: PriceRules = .standard, taxes: TaxTable, payoutShare: BasisPoints = BasisPoints(8_500),
    validity: Duration = Quote.validity
  ) {
    (self.rules, self.taxes, self.payoutShare, self.validity) = (rules, taxes, payoutShare, validity)
  }

  /// - Parameter payoutPoints: the consultant's share in basis points.
  public init(rules: PriceRules, taxes: TaxTable, payoutPoints: Int64, validity: Duration) {
    self.init(rules: rules, taxes: taxes, payoutShare: BasisPoints(payoutPoints), validity: validity)
  }
}

/// Makes quotes.
public enum QuoteOffice {
  /// The reason why there is no quote.
  public enum Refusal: Error, Hashable, Sendable {
    case search(SlotSearch.Refusal)
    case tooManyParticipants(Int)
    case otherCurrency(String)
    /// The start cannot be booked; the nearest that can be are in order of distance.
    case notFree(ConflictReason, ConflictDetail?, alternatives: [Int64])
    /// An amount is out of range, or the table of taxes does not say.
    case notComputable
  }

  /// A start that was held against the catalogue: the meetings within `reach` have to be read next.
  public struct Prepared: Sendable {
    /// The meeting that is asked for.
    public let meeting: MeetingCall
    /// The search over the days whose demand counts, with the start in their middle.
    public let search: SlotSearch.Prepared
    /// The local day of the start in the consultant's zone.
    public let date: LocalDate
    /// The days whose demand counts, from three before the start's to three after it.
    public let demandWindow: Interval

    /// The time in which meetings have to be read.
    public var reach: Interval { search.reach }
    /// The end of the meeting.
    public var end: Instant { meeting.start.adding(.seconds(search.length * 60)) ?? meeting.start }
  }

  /// Holds a call against the catalogue.
  public static func prepare(_ call: QuoteCall, _ catalogue: Catalogue) throws(Refusal) -> Prepared {
    let prepared = try prepare(call.meeting, catalogue)
    let currency = prepared.search.consultant.currency
    if let asked = call.currency, asked != currency { throw .otherCurrency(currency) }
    return prepared
  }

  /// Holds a meeting against the catalogue.
  public static func prepare(_ call: MeetingCall, _ catalogue: Catalogue) throws(Refusal) -> Prepared {
    guard let consultant = catalogue.consultants[call.consultant]?.consultant, consultant.life.isShown,
      let zone = consultant.zone
    else {
      throw .search(.unknownConsultant)
    }
    let date = zone.local(at: call.start).date
    guard let first = date.adding(months: 0, days: -3), let last = date.adding(months: 0, days: 3),
      let window = Days.window(first, last, zone)
    else { throw .search(.edgeOfCalendar) }
    let search = SlotSearch(
      consultant: call.consultant, service: call.service, length: call.length, from: first, to: last)
    let prepared: SlotSearch.Prepared
    do throws(SlotSearch.Refusal) {
      prepared = try search.prepare(catalogue)
    } catch {
      throw .search(error)
    }
    guard call.participants <= prepared.service.maxParticipants else {
      throw .tooManyParticipants(prepared.service.maxParticipants)
    }
    return Prepared(meeting: call, search: prepared, date: date, demandWindow: window)
  }

  /// Returns why the meeting cannot start then, with the nearest starts that can; nil if it can.
  ///
  /// - Parameter booked: all meetings within `reach`, without the one whose place is taken.
  public static func conflict(_ prepared: Prepared, booked: [BookedMeeting], now: Instant) -> Refusal? {
    let availability = prepared.search.availability(booked: booked, now: now)
    let start = prepared.meeting.start
    let decision = start.nanoseconds == 0 ? availability.decision(start.seconds) : .conflict(.outsideHours, .offGrid)
    guard case .conflict(let reason, let detail) = decision else { return nil }
    return .notFree(
      reason, detail, alternatives: Alternatives.nearest(to: start.seconds, among: availability.starts()))
  }

  /// Makes the quote if the start is free.
  ///
  /// - Parameters:
  ///   - booked: all meetings within `reach`, without the one whose place is taken.
  ///   - paid: those of them that count as demand.
  public static func quote(
    _ call: QuoteCall, _ prepared: Prepared, booked: [BookedMeeting], paid: [Interval], policy: PricePolicy,
    now: Instant
  ) throws(Refusal) -> Quote {
    if let conflict = conflict(prepared, booked: booked, now: now) { throw conflict }
    let search = prepared.search
    let minutes = paid.reduce(0) { $0 + $1.common(prepared.demandWindow).seconds } / 60
    let offered = search.offered(in: prepared.demandWindow, now: now).seconds / 60
    var facts = search.facts(
      start: prepared.meeting.start.seconds, date: prepared.date, demand: Demand(offered: offered, booked: minutes),
      rules: policy.rules, now: now)
    facts.complexity = call.complexity ?? search.service.complexity
    facts.specialization = search.consultant.specialization(industry: call.industry, skills: call.skills)
    let (consultant, base) = (search.consultant, search.priceBase)
    guard let base else { throw .notComputable }
    let request = QuoteRequest(
      base: base, floor: consultant.floor, ceiling: consultant.ceiling, currency: consultant.currency, facts: facts,
      subject: call.subject, date: prepared.date)
    guard
      let quote = Quote(
        request, rules: policy.rules, taxes: policy.taxes, payoutShare: policy.payoutShare, now: now,
        validity: policy.validity)
    else { throw .notComputable }
    return quote
  }
}
