/// A parsed template: text with places for values, and parts that depend on them.
indirect enum TemplateNode: Sendable, Hashable {
  case text(String)
  /// `{{path}}`, `{{path | filter argument}}`
  case value(TemplatePath, TemplateFilter?)
  /// `{{#path}}…{{/path}}`: once if the value is there, for a list once for each element; `{{^path}}…{{/path}}`: if it is not.
  case section(TemplatePath, isInverted: Bool, [TemplateNode])
  /// `{{content}}`, in a layout: where the template goes.
  case content
}

/// `client.name`; `.` alone is the element of the list around it.
struct TemplatePath: Sendable, Hashable, CustomStringConvertible {
  let names: [String]
  let line: Int

  var isElement: Bool { names.isEmpty }
  var description: String { isElement ? "." : names.joined(separator: ".") }
}

/// The way in which a value is printed; the argument is the path of the zone or of the currency.
enum TemplateFilter: Sendable, Hashable {
  /// `Tuesday, 3 March 2026, 10:00 (Europe/Berlin, UTC+1)`
  case time(zone: TemplatePath)
  /// `Tuesday, 3 March 2026`
  case date(zone: TemplatePath)
  /// `10:00`
  case clock(zone: TemplatePath)
  /// `€150.00`, from minor units
  case money(currency: TemplatePath)

  static let names = ["time", "date", "clock", "money"]

  init?(_ name: String, _ argument: TemplatePath) {
    switch name {
    case "time": self = .time(zone: argument)
    case "date": self = .date(zone: argument)
    case "clock": self = .clock(zone: argument)
    case "money": self = .money(currency: argument)
    default: return nil
    }
  }
}
