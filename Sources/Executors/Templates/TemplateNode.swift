/// A node of a parsed template: text, a value, or a section that depends on one.
indirect enum TemplateNode: Sendable, Hashable {
  case text(String)
  /// A value, `{{path}}` or `{{path | filter argument}}`.
  case value(TemplatePath, TemplateFilter?)
  /// A section. `{{#path}}…{{/path}}` is written once if the value exists, or once for each element of a list;
  /// `{{^path}}…{{/path}}` is written if the value is missing.
  case section(TemplatePath, isInverted: Bool, [TemplateNode])
  /// The place of the template in a layout, `{{content}}`.
  case content
}

/// A path to a value, such as `client.name`. `.` alone is the element of the list around it.
struct TemplatePath: Sendable, Hashable, CustomStringConvertible {
  let names: [String]
  let line: Int

  var isElement: Bool { names.isEmpty }
  var description: String { isElement ? "." : names.joined(separator: ".") }
}

/// The form in which a value is printed. The argument is the path of the zone or of the currency.
enum TemplateFilter: Sendable, Hashable {
  /// A date and time, `Tuesday, 3 March 2026, 10:00 (Europe/Berlin, UTC+1)`.
  case time(zone: TemplatePath)
  /// A date, `Tuesday, 3 March 2026`.
  case date(zone: TemplatePath)
  /// A time, `10:00`.
  case clock(zone: TemplatePath)
  /// An amount from minor units, `€150.00`.
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
