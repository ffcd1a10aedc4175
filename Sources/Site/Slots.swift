import CEL
import CivilTime
import Ingress
import Locales
import Pages

/// Free times as the public API knows them.
struct Slots {
  let desk: SiteDesk

  /// The most days that are looked at ahead for a free one.
  private static let ahead: Int64 = 60

  /// The days of a week from a date on, each with its free starts; dates are those of the zone.
  func week(_ slug: String, _ service: String, from: LocalDate, in zone: NamedZone) async throws(Unreadable)
    -> [SlotDay]
  {
    let starts = try await starts(slug, service, from: from, days: 7, in: zone)
    return (0..<7).compactMap { distance in
      from.adding(months: 0, days: Int64(distance)).map { date in
        SlotDay(date: date, starts: starts.filter { zone.rules.local(at: $0).date == date })
      }
    }
  }

  /// The first date with a free start; nil without one in the coming weeks.
  func firstDate(
    _ slug: String, _ service: String, from: LocalDate, in zone: NamedZone
  ) async throws(Unreadable) -> LocalDate? {
    let starts = try await starts(slug, service, from: from, days: Self.ahead, in: zone)
    return starts.first.map { zone.rules.local(at: $0).date }
  }

  private func starts(
    _ slug: String, _ service: String, from: LocalDate, days: Int64, in zone: NamedZone
  ) async throws(Unreadable) -> [Instant] {
    guard let to = from.adding(months: 0, days: days - 1) else { return [] }
    let parameters = ["service": service, "from": "\(from)", "to": "\(to)", "zone": zone.name]
    let answer = try await desk.services.receiver.catalogue(.slots(slug: slug, parameters: parameters, isOfSite: false))
    guard case .found(let value, _) = answer else { return [] }
    return (value["slots"]?.listValue ?? []).compactMap { Facts.instant($0["start"]) }
  }

  /// True if the clocks of a zone change in the week, or in the week before.
  static func clocksChange(_ zone: NamedZone, from: LocalDate) -> Bool {
    guard let noon = LocalTime(hour: 12, minute: 0) else { return false }
    let offsets = [Int64(-7), 0, 7].compactMap { distance in
      from.adding(months: 0, days: distance).flatMap {
        zone.rules.instant(of: LocalDateTime(date: $0, time: noon))
      }
    }.map { zone.rules.offset(at: $0) }
    return Set(offsets).count > 1
  }
}
