import CivilTime

/// A time zone and the name by which people know it.
struct NamedZone {
  let name: String
  let rules: ZoneRules
}

/// Dates, times and amounts as the readers of a language write them: German, and English for everybody else.
struct LocalStyle {
  private let isGerman: Bool

  init(_ language: String) { isGerman = language == "de" }

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
  /// Currencies without minor units (ISO 4217).
  private static let wholeCurrencies: Set<String> = [
    "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF",
  ]

  /// `Tuesday, 3 March 2026` · `Dienstag, 3. März 2026`
  func date(_ instant: Instant, in zone: NamedZone) -> String {
    let date = zone.rules.local(at: instant).date
    let (day, month) = (Self.days[isGerman ? 1 : 0][date.weekday], Self.months[isGerman ? 1 : 0][date.month - 1])
    return "\(day), \(date.day)\(isGerman ? "." : "") \(month) \(date.year)"
  }

  /// `10:00` · `10:00 Uhr`
  func clock(_ instant: Instant, in zone: NamedZone) -> String {
    zone.rules.local(at: instant).time.withMinutes + (isGerman ? " Uhr" : "")
  }

  /// The zone's name and its distance from UTC at that moment, so that a change of the clocks cannot mislead.
  func dateAndTime(_ instant: Instant, in zone: NamedZone) -> String {
    "\(date(instant, in: zone)), \(clock(instant, in: zone)) (\(zone.name), UTC\(offset(instant, zone)))"
  }

  private func offset(_ instant: Instant, _ zone: NamedZone) -> String {
    let seconds = zone.rules.offset(at: instant)
    let minutes = abs(seconds) / 60
    let rest = minutes % 60
    return seconds == 0
      ? "" : "\(seconds < 0 ? "−" : "+")\(minutes / 60)\(rest == 0 ? "" : ":\(rest < 10 ? "0" : "")\(rest)")"
  }

  /// `€1,500.00` · `1.500,00 €`; an unknown currency by its code.
  func money(_ amount: Int64, currency: String) -> String {
    let code = currency.uppercased()
    let digits = Self.wholeCurrencies.contains(code) ? 0 : 2
    var text = String(amount.magnitude)
    var fraction = ""
    if digits > 0 {
      text = String(repeating: "0", count: max(0, digits + 1 - text.count)) + text
      fraction = (isGerman ? "," : ".") + text.suffix(digits)
      text = String(text.dropLast(digits))
    }
    var grouped = ""
    for (place, digit) in text.enumerated() {
      if place > 0 && (text.count - place) % 3 == 0 { grouped += isGerman ? "." : "," }
      grouped.append(digit)
    }
    let number = grouped + fraction
    let sign = amount < 0 ? "−" : ""
    let symbol = ["EUR": "€", "GBP": "£", "USD": isGerman ? "US$" : "$"][code]
    if isGerman { return "\(sign)\(number)\u{A0}\(symbol ?? code)" }
    return symbol.map { "\(sign)\($0)\(number)" } ?? "\(sign)\(code)\u{A0}\(number)"
  }
}
