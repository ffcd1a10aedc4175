public import CivilTime
public import Locales

/// The filters, the order and the view of a list of consultants, as the query of its address has them, so that a list
/// can be kept and shared.
public struct SearchCriteria: Hashable, Sendable {
  /// The order of a list: as found, by the best rating, by the earliest free start, by the lowest price, or by the name.
  public enum Order: String, Hashable, Sendable, CaseIterable { case relevance, rating, availability, price, name }
  /// The view of a list: cards side by side, or one below the other.
  public enum View: String, Hashable, Sendable, CaseIterable { case grid, list }
  /// The days on which a consultant has to be free. A week ends on Sunday.
  public enum Timeframe: String, Hashable, Sendable, CaseIterable {
    case today
    case thisWeek = "this-week"
    case nextWeek = "next-week"
  }
  /// The hours in which a meeting has to start: from 6 to 12, from 12 to 17, or from 17 to 22 o'clock.
  public enum DayPart: String, Hashable, Sendable, CaseIterable { case morning, afternoon, evening }

  /// The years of experience: less than 3, 3 to 7, 8 to 14, or 15 and more.
  public enum Seniority: String, Hashable, Sendable, CaseIterable {
    case junior, mid, senior, expert

    var years: Range<Int> {
      switch self {
      case .junior: 0..<3
      case .mid: 3..<8
      case .senior: 8..<15
      case .expert: 15..<Int.max
      }
    }
  }

  /// The kinds of meetings to choose from.
  public static let meetingTypes = ["video", "phone", "in_person"]
  /// The least ratings to choose from, in tenths of a star.
  public static let leastRatings = [40, 45, 48]

  /// The most characters of a search.
  public static let longestText = 300
  /// The most consultants that are compared.
  public static let mostCompared = 3

  /// The text that is searched for; empty for no search.
  public var text = ""
  /// The ids of skills; a consultant has at least one of them.
  public var skills: [String] = []
  /// The ids of industries; a consultant knows at least one of them.
  public var industries: [String] = []
  /// The codes of languages; a consultant speaks all of them.
  public var languages: [String] = []
  /// The id of a service that a consultant offers; nil for any.
  public var service: String?
  /// The days on which a consultant is free; nil for any.
  public var timeframe: Timeframe?
  /// The hours in which a consultant is free; nil for any.
  public var dayPart: DayPart?
  /// The most that the service may cost, in whole units of whichever currency the consultant has.
  public var mostPrice: Int?
  /// The kinds of meetings; a consultant offers at least one of them.
  public var meetings: [String] = []
  /// The least mean of the reviews, in tenths of a star; who has none does not pass. Nil for any.
  public var leastRating: Int?
  /// The years of experience; nil for any.
  public var seniority: Seniority?
  /// True for verified consultants only.
  public var verifiedOnly = false
  /// True for experts only: in one of the skills that are asked for, or in any skill if none is.
  public var expertsOnly = false
  /// The order of the list.
  public var order = Order.relevance
  /// The view of the list.
  public var view = View.grid
  /// The slugs of the consultants that are compared.
  public var compared: [String] = []
  /// The number of the page, counted from 1.
  public var page = 1

  /// Creates criteria that everybody with an offer passes.
  public init() {}

  /// Reads a query. What is not understood is left out: an address that somebody kept shows a list all the same.
  public init(_ query: [SitePath.Parameter]) {
    for parameter in query {
      let value = parameter.value
      guard !value.isEmpty else { continue }
      switch parameter.name {
      case "q": text = String(value.prefix(Self.longestText))
      case "skill": skills.append(value)
      case "industry": industries.append(value)
      case "language": languages.append(value)
      case "service": service = value
      case "when": timeframe = Timeframe(rawValue: value)
      case "time": dayPart = DayPart(rawValue: value)
      case "price": mostPrice = Int(value).flatMap { (1...1_000_000).contains($0) ? $0 : nil }
      case "meeting": if Self.meetingTypes.contains(value) { meetings.append(value) }
      case "rating": leastRating = Int(value).flatMap { Self.leastRatings.contains($0) ? $0 : nil }
      case "experience": seniority = Seniority(rawValue: value)
      case "verified": verifiedOnly = value == "yes"
      case "expert": expertsOnly = value == "yes"
      case "sort": order = Order(rawValue: value) ?? .relevance
      case "view": view = View(rawValue: value) ?? .grid
      case "compare": if compared.count < Self.mostCompared, !compared.contains(value) { compared.append(value) }
      case "page": page = Int(value).flatMap { (1...10_000).contains($0) ? $0 : nil } ?? 1
      default: break
      }
    }
  }

  /// The query of an address that leads to the same list.
  public var query: [SitePath.Parameter] {
    var query: [SitePath.Parameter] = []
    func add(_ name: String, _ value: String?) {
      if let value, !value.isEmpty { query.append(.init(name, value)) }
    }
    add("q", text)
    for skill in skills { add("skill", skill) }
    for industry in industries { add("industry", industry) }
    for language in languages { add("language", language) }
    add("service", service)
    add("when", timeframe?.rawValue)
    add("time", dayPart?.rawValue)
    add("price", mostPrice.map { String($0) })
    for meeting in meetings { add("meeting", meeting) }
    add("rating", leastRating.map { String($0) })
    add("experience", seniority?.rawValue)
    add("verified", verifiedOnly ? "yes" : nil)
    add("expert", expertsOnly ? "yes" : nil)
    add("sort", order == .relevance ? nil : order.rawValue)
    add("view", view == .grid ? nil : view.rawValue)
    for slug in compared { add("compare", slug) }
    add("page", page == 1 ? nil : String(page))
    return query
  }

  /// The number of filters that are set.
  var filterCount: Int {
    skills.count + industries.count + languages.count + (service == nil ? 0 : 1) + (timeframe == nil ? 0 : 1)
      + (dayPart == nil ? 0 : 1) + (mostPrice == nil ? 0 : 1) + (verifiedOnly ? 1 : 0) + (expertsOnly ? 1 : 0)
      + meetings.count + (leastRating == nil ? 0 : 1) + (seniority == nil ? 0 : 1)
  }

  // MARK: Choosing

  /// Returns those who pass the filters, in the order that was asked for. Without another one, the given order holds.
  public func choose(_ all: [ConsultantView], now: Instant, in zone: NamedZone?) -> [ConsultantView] {
    let kept = all.filter { passes($0, now: now, zone) }
    func earliest(_ consultant: ConsultantView) -> Instant { consultant.freeStarts.first ?? .latest }
    func price(_ consultant: ConsultantView) -> Int64 { offers(of: consultant).map(\.base).min() ?? .max }
    switch order {
    case .relevance: return kept
    case .rating:
      return kept.sorted { one, other in
        let (a, b) = (one.rating, other.rating)
        return (b?.tenths ?? 0, b?.count ?? 0, one.name) < (a?.tenths ?? 0, a?.count ?? 0, other.name)
      }
    case .availability: return kept.sorted { (earliest($0), $0.name) < (earliest($1), $1.name) }
    case .price: return kept.sorted { (price($0), $0.name) < (price($1), $1.name) }
    case .name: return kept.sorted { $0.name < $1.name }
    }
  }

  private func offers(of consultant: ConsultantView) -> [OfferView] {
    service.map { service in consultant.offers.filter { $0.service == service } } ?? consultant.offers
  }

  private func passes(_ consultant: ConsultantView, now: Instant, _ zone: NamedZone?) -> Bool {
    let known = Set(consultant.skills.map(\.id))
    guard skills.isEmpty || skills.contains(where: { known.contains($0) }) else { return false }
    guard
      !expertsOnly
        || (skills.isEmpty
          ? !consultant.expertSkills.isEmpty : skills.contains { consultant.expertSkills.contains($0) })
    else { return false }
    guard industries.isEmpty || consultant.industries.contains(where: { industries.contains($0.id) }) else {
      return false
    }
    guard languages.allSatisfy({ consultant.languages.contains($0) }) else { return false }
    guard !verifiedOnly || consultant.isVerified else { return false }
    guard meetings.isEmpty || consultant.meetingTypes.contains(where: { meetings.contains($0) }) else { return false }
    if let leastRating, consultant.rating.map({ $0.tenths < leastRating }) ?? true { return false }
    if let seniority, !seniority.years.contains(consultant.years) { return false }
    let offers = offers(of: consultant)
    guard !offers.isEmpty else { return false }
    if let mostPrice, !offers.contains(where: { $0.base <= Int64(mostPrice) * 100 }) { return false }
    guard timeframe != nil || dayPart != nil else { return true }
    return consultant.freeStarts.contains { isIncluded($0, now: now, zone ?? consultant.zone) }
  }

  private func isIncluded(_ start: Instant, now: Instant, _ zone: NamedZone) -> Bool {
    let (wall, today) = (zone.rules.local(at: start), zone.rules.local(at: now).date)
    if let dayPart {
      let hours =
        switch dayPart {
        case .morning: 6..<12
        case .afternoon: 12..<17
        case .evening: 17..<22
        }
      guard hours.contains(wall.time.hour) else { return false }
    }
    let days = wall.date.daysSinceEpoch - today.daysSinceEpoch
    // The days that are left of this week, whose last day is Sunday.
    let left = Int64((7 - today.weekday) % 7)
    switch timeframe {
    case nil: return true
    case .today: return days == 0
    case .thisWeek: return days >= 0 && days <= left
    case .nextWeek: return days > left && days <= left + 7
    }
  }
}
