public import Availability
public import CEL
public import CivilTime
import Currencies
public import Pricing

/// A consultant as the catalogue keeps them.
public struct Consultant: Sendable {
  /// How far the provider of payments knows who they are.
  public enum Identity: String, Hashable, Sendable, CaseIterable {
    case pending, verified
    case requiresAction = "requires_action"
  }

  /// The stage between the first draft and the end.
  public let life: Life
  /// The first name, 1 to 100 bytes of UTF-8.
  public let firstName: String
  /// The last name, 1 to 100 bytes of UTF-8.
  public let lastName: String
  /// The professional title, at most 200 bytes of UTF-8 in each language.
  public let title: Translated
  /// The address to which bookings are told; nil if the record has none.
  public let email: String?
  /// The biography, at most 16,384 bytes of UTF-8 in each language.
  public let biography: Translated
  /// The languages of meetings.
  public let languages: [String]
  /// The skills with their levels.
  public let expertise: [Expertise]
  /// Industries in which the expertise counts as special.
  public let industries: [String]
  /// The facts that a search weighs besides knowledge, price and time.
  public let experience: Experience
  /// The certificates, whether verified or not.
  public let certificates: [Certificate]
  /// The services that the consultant offers; some of them may be switched off.
  public let offers: [Offer]
  /// The name of the zone of the working hours; empty if the record has none.
  public let zoneName: String
  /// The rules of the zone; nil if the record names none, without which there is no schedule.
  public let zone: ZoneRules?
  /// The currency of the payout, in which the prices are.
  public let currency: String
  /// The account at the provider of payments.
  public let account: String?
  /// The owner of the calendar on the calendars' server that says when the consultant is busy; nil for none.
  public let calendar: String?
  /// The account at the meetings' provider that is the host of the consultant's meetings; nil lets the house's be it.
  public let meetingHost: String?
  /// True if the consultant connects with clients there.
  public let onLinkedIn: Bool
  /// The state of the identity check at the provider of payments.
  public let identity: Identity
  /// True if payouts are enabled at the provider of payments. Nobody is published without it.
  public let payoutEnabled: Bool
  /// False if nothing new can be booked at present.
  public let isAccepting: Bool
  /// The working hours, the days with other hours, the days off and the blocked time.
  public let time: WorkingTime
  /// Minutes that stay free after each meeting, 0 to 240; 15 if the record has none.
  public let buffer: Int
  /// The number of meetings that may start on one day, 1 to 50; 8 if the record has none.
  public let maxPerDay: Int
  /// Days between today and the first and the last day that can be booked; 0 to 60 if the record has none.
  public let advance: ClosedRange<Int>
  /// Minutes between now and the first start that can be booked, at most 30 days; 120 if the record has none.
  public let notice: Int
  /// False if the demand does not change the prices.
  public let demandCounts: Bool
  /// False if the nearness of the start does not.
  public let urgencyCounts: Bool
  /// The lowest price before the cap and the rounding, in minor units of `currency`; nil for no bound.
  public let floor: Int64?
  /// The highest price before the cap and the rounding, in minor units of `currency`; nil for no bound.
  public let ceiling: Int64?

  /// Reads a consultant with everything that is wrong with the record; nil if something is.
  public static func read(
    _ value: Value, zones: any ZoneSource, at path: String = "consultant"
  ) -> (consultant: Consultant?, findings: [Finding]) {
    let reader = FieldReader(value, path)
    let zoneName = reader.text("zone", most: 64)
    let zone = zoneName.flatMap { KnownZone.rules($0, zones) }
    if let zoneName, zone == nil {
      reader.note("unknown-zone", "zone", "'\(zoneName)' is no time zone that is known; write it as Europe/Berlin")
    }
    let currency = reader.text("currency", most: 3)
    if let currency, Currency(currency)?.code != currency {
      reader.note("unknown-currency", "currency", "'\(currency)' is no currency of ISO 4217; write it as EUR")
    }
    let email = reader.text("email", most: 254)
    if let email, EmailAddress(email) == nil { reader.note("bad-email", "email", "'\(email)' is no address") }
    let languages = reader.texts("languages")
    for language in languages where !Translated.languages.contains(language) {
      reader.note(
        "unknown-word", "languages", "'\(language)' is none of \(Translated.languages.joined(separator: ", "))")
    }
    let days = reader.object("advance") { advance -> ClosedRange<Int> in
      let (min, max) = (Int(advance.integer("min", 0...365) ?? 0), Int(advance.integer("max", 0...730) ?? 60))
      if min > max { advance.note("out-of-range", "min", "is \(min), expected at most max, which is \(max)") }
      return min...Swift.max(min, max)
    }
    let pricing = reader.object("pricing") { pricing in
      (
        demand: pricing.flag("demand") ?? true, urgency: pricing.flag("urgency") ?? true,
        floor: pricing.integer("floor", 1...Price.largestBase),
        ceiling: pricing.integer("ceiling", 1...Price.largestBase)
      )
    }
    if let floor = pricing?.floor, let ceiling = pricing?.ceiling, floor > ceiling {
      reader.note("out-of-range", "pricing/floor", "is \(floor), expected at most the ceiling, which is \(ceiling)")
    }
    let industries = Experience.industries(reader)
    let offers = reader.elements("offers", Offer.read)
    let types = offers.map(\.service)
    for type in Set(types) where types.count(where: { $0 == type }) > 1 {
      reader.note("twice", "offers", "'\(type)' is offered more than once; keep one")
    }
    let consultant = Consultant(
      life: reader.word("status") ?? .draft,
      firstName: reader.required("firstName", reader.text("firstName", most: 100)) ?? "",
      lastName: reader.required("lastName", reader.text("lastName", most: 100)) ?? "",
      title: Translated.readPlain(reader, "title", most: 200), email: email,
      biography: Translated.read(reader, "biography", most: 16_384), languages: languages,
      expertise: reader.elements("expertise", Expertise.read), industries: industries.ids,
      experience: Experience.read(reader, years: industries.years),
      certificates: reader.elements("certificates", Certificate.read), offers: offers, zoneName: zoneName ?? "",
      zone: zone, currency: currency ?? "", account: reader.text("account", most: 100),
      calendar: reader.text("calendar", most: 200), meetingHost: reader.text("meetingHost", most: 254),
      onLinkedIn: reader.flag("linkedin") ?? false,
      identity: reader.word("kyc") ?? .pending, payoutEnabled: reader.flag("payoutEnabled") ?? false,
      isAccepting: reader.flag("accepting") ?? true, time: WorkingTime.read(reader),
      buffer: Int(reader.integer("buffer", 0...240) ?? 15), maxPerDay: Int(reader.integer("maxPerDay", 1...50) ?? 8),
      advance: days ?? 0...60, notice: Int(reader.integer("notice", 0...43_200) ?? 120),
      demandCounts: pricing?.demand ?? true, urgencyCounts: pricing?.urgency ?? true, floor: pricing?.floor,
      ceiling: pricing?.ceiling)
    let findings = reader.finish()
    return (findings.contains { !$0.isWarning } ? nil : consultant, findings)
  }

  /// The name as people say it.
  public var name: String { "\(firstName) \(lastName)" }

  /// The schedule with busy time of other calendars.
  public func schedule(busy: [Interval] = []) -> Schedule? {
    zone.map {
      Schedule(
        zone: $0, weekly: time.weekly, overrides: time.overrides, holidays: time.holidays, blocks: time.blocks,
        busy: busy, buffer: buffer, maxPerDay: maxPerDay, advance: advance, notice: notice,
        isAccepting: isAccepting && life == .published)
    }
  }

  /// How special the knowledge is in what a project asks for.
  public func specialization(industry: String?, skills: [String]) -> Specialization {
    guard let industry, industries.contains(industry) else { return .none }
    let levels = expertise.filter { skills.contains($0.skill) }.map(\.level)
    if levels.contains(.thoughtLeader) { return .thoughtLeader }
    return levels.contains(.expert) ? .expert : .none
  }
}

/// A zone by its name.
enum KnownZone {
  /// The text is checked before it can become part of a path.
  static func rules(_ name: String, _ zones: any ZoneSource) -> ZoneRules? {
    guard let format = FieldFormat("zone", zones: zones), format.accepts(name) else { return nil }
    return name == "UTC" ? .utc : zones.rules(for: name)
  }
}
