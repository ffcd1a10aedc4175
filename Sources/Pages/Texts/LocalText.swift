import CivilTime
import Currencies
import Locales

/// Amounts in minor units as a page writes them.
enum MoneyText {
  static func make(_ amount: Int64, _ currency: String, _ language: SiteLanguage) -> String {
    guard let known = Currency(currency) else { return "\(amount) \(currency)" }
    return LocalStyle(language.rawValue).money(amount, currency: known)
  }
}

/// Dates and times in a zone, on a clock of 24 hours in both languages.
struct WallText {
  let language: SiteLanguage
  let zone: NamedZone

  init(_ language: SiteLanguage, _ zone: NamedZone) { (self.language, self.zone) = (language, zone) }

  private static let months = [
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
    ["Jan.", "Feb.", "März", "Apr.", "Mai", "Juni", "Juli", "Aug.", "Sep.", "Okt.", "Nov.", "Dez."],
  ]
  private static let days = [
    ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"], ["So.", "Mo.", "Di.", "Mi.", "Do.", "Fr.", "Sa."],
  ]

  /// `09:30`.
  func clock(_ instant: Instant) -> String { zone.rules.local(at: instant).time.withMinutes }

  /// `Monday, 7 June 2027`.
  func date(_ instant: Instant) -> String { LocalStyle(language.rawValue).date(instant, in: zone) }

  /// `Mon 7 Jun, 09:30 (Berlin)`: for lists.
  func short(_ instant: Instant) -> String {
    let wall = zone.rules.local(at: instant)
    let index = language == .de ? 1 : 0
    let day = "\(Self.days[index][wall.date.weekday]) \(wall.date.day)\(language == .de ? "." : "")"
    return "\(day) \(Self.months[index][wall.date.month - 1]), \(wall.time.withMinutes) (\(city))"
  }

  /// `Monday, 7 June 2027, 09:30`, with the city and the offset from UTC.
  func full(_ instant: Instant) -> String { "\(date(instant)), \(clock(instant)) (\(city), UTC\(offset(instant)))" }

  /// The last part of the zone's name, as people say it: `New York`.
  var city: String {
    String((zone.name.split(separator: "/").last ?? "UTC").map { $0 == "_" ? " " : $0 })
  }

  private func offset(_ instant: Instant) -> String {
    let seconds = zone.rules.offset(at: instant)
    guard seconds != 0 else { return "" }
    let minutes = abs(seconds) / 60
    let rest = minutes % 60
    return "\(seconds < 0 ? "−" : "+")\(minutes / 60)\(rest == 0 ? "" : ":\(rest < 10 ? "0" : "")\(rest)")"
  }
}

/// Names of the languages of meetings.
enum LanguageNames {
  static func name(_ code: String, in language: SiteLanguage) -> String {
    let names: [String: (String, String)] = [
      "en": ("English", "Englisch"), "de": ("German", "Deutsch"), "es": ("Spanish", "Spanisch"),
      "fr": ("French", "Französisch"),
    ]
    guard let name = names[code] else { return code }
    return language == .en ? name.0 : name.1
  }
}
