public import CivilTime
public import Currencies

/// A time zone and the name by which people know it.
public struct NamedZone: Hashable, Sendable {
  /// As in the database of zones: `Europe/Berlin`.
  public let name: String
  /// Its rules.
  public let rules: ZoneRules

  /// - Parameter name: as in the database of zones.
  public init(name: String, rules: ZoneRules) { (self.name, self.rules) = (name, rules) }
}

/// Dates, times and amounts as the readers of a language write them: in German for `de`, in English for all others.
public struct LocalStyle: Sendable {
  private let isGerman: Bool

  /// - Parameter language: as in `de`.
  public init(_ language: String) { isGerman = language == "de" }

  private static let days = [
    ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"],
    ["Sonntag", "Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag"],
  ]
  private static let months = [
    [
      "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
      "December",
    ],
    [
      "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November",
      "Dezember",
    ],
  ]
  /// Writes a date such as `Tuesday, 3 March 2026` or `Dienstag, 3. März 2026`.
  public func date(_ instant: Instant, in zone: NamedZone) -> String {
    let date = zone.rules.local(at: instant).date
    let (day, month) = (Self.days[isGerman ? 1 : 0][date.weekday], Self.months[isGerman ? 1 : 0][date.month - 1])
    return "\(day), \(date.day)\(isGerman ? "." : "") \(month) \(date.year)"
  }

  /// Writes a time such as `10:00` or `10:00 Uhr`. Within a day of a change of the clocks it has its offset from UTC,
  /// `02:00 (UTC+1)`, because an hour may come twice and an end may seem to stand before its beginning.
  public func clock(_ instant: Instant, in zone: NamedZone) -> String {
    let text = wall(instant, in: zone)
    return isNearChange(instant, zone.rules) ? "\(text) (UTC\(offset(instant, zone)))" : text
  }

  /// Writes a date and time with the zone's name and its offset from UTC at that moment, so that a change of the clocks
  /// cannot mislead.
  public func dateAndTime(_ instant: Instant, in zone: NamedZone) -> String {
    "\(date(instant, in: zone)), \(wall(instant, in: zone)) (\(zone.name), UTC\(offset(instant, zone)))"
  }

  private func wall(_ instant: Instant, in zone: NamedZone) -> String {
    zone.rules.local(at: instant).time.withMinutes + (isGerman ? " Uhr" : "")
  }

  /// Returns true if the offset from UTC is another one a day before or after. Further from a change, no local time
  /// comes twice.
  private func isNearChange(_ instant: Instant, _ rules: ZoneRules) -> Bool {
    let offset = rules.offset(at: instant)
    return [-86_400, 86_400].contains { seconds in
      instant.adding(.seconds(seconds)).map { rules.offset(at: $0) != offset } ?? false
    }
  }

  private func offset(_ instant: Instant, _ zone: NamedZone) -> String {
    let seconds = zone.rules.offset(at: instant)
    let minutes = abs(seconds) / 60
    let rest = minutes % 60
    return seconds == 0
      ? "" : "\(seconds < 0 ? "−" : "+")\(minutes / 60)\(rest == 0 ? "" : ":\(rest < 10 ? "0" : "")\(rest)")"
  }

  /// Writes an amount in minor units: `€1,500.00` or `1.500,00 €`. A currency without a well-known sign has its code.
  public func money(_ amount: Int64, currency: Currency) -> String {
    let (whole, fraction) = currency.parts(amount)
    var number = ""
    for (place, digit) in whole.enumerated() {
      if place > 0 && (whole.count - place) % 3 == 0 { number += isGerman ? "." : "," }
      number.append(digit)
    }
    if !fraction.isEmpty { number += (isGerman ? "," : ".") + fraction }
    let sign = amount < 0 ? "−" : ""
    let symbol = ["EUR": "€", "GBP": "£", "USD": isGerman ? "US$" : "$"][currency.code]
    if isGerman { return "\(sign)\(number)\u{A0}\(symbol ?? currency.code)" }
    return symbol.map { "\(sign)\($0)\(number)" } ?? "\(sign)\(currency.code)\u{A0}\(number)"
  }
}
