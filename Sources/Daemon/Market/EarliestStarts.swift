import Availability
import CivilTime
import Marketplace
import Storage

/// Finds when a consultant is free next.
struct EarliestStarts {
  /// So many days are looked at.
  static let days: Int64 = 30

  let catalogue: Catalogue
  let now: Instant
  /// The most starts that are found.
  let most: Int

  /// The earliest starts of the shortest service that the consultant offers.
  func of(
    _ slug: String, _ consultant: Consultant, _ reader: any StoreReader
  ) throws(StoreError) -> [Instant] {
    let offers = consultant.offers.filter(\.isEnabled).compactMap { catalogue.offer(slug, $0.service)?.service }
    guard let shortest = offers.min(by: { $0.length < $1.length }), let zone = consultant.zone else { return [] }
    let today = zone.local(at: now).date
    guard let last = today.adding(months: 0, days: Self.days) else { return [] }
    let search = SlotSearch(consultant: slug, service: shortest.type, from: today, to: last)
    guard let prepared = try? search.prepare(catalogue) else { return [] }
    let booked = try BookedTime(of: slug, prepared, reader).meetings
    return prepared.availability(booked: booked, now: now).starts(limit: most).compactMap { Instant(seconds: $0) }
  }
}
