import CivilTime

/// All functions that need no declaration: the language's own, the supported extensions of cel-go, and the workflow
/// functions.
enum StandardLibrary {
  static func functions(zones: any ZoneSource) -> FunctionTable {
    var table = FunctionTable()
    Conversions.add(to: &table)
    StringFunctions.add(to: &table)
    RegexFunctions.add(to: &table)
    ListFunctions.add(to: &table)
    SetFunctions.add(to: &table)
    MathFunctions.add(to: &table)
    EncodingFunctions.add(to: &table)
    OptionalFunctions.add(to: &table)
    TimeFunctions(zones: ZoneLookup(zones)).add(to: &table)
    BoundFunctions.add(to: &table)
    NullFunctions.add(to: &table)
    MoneyFunctions.add(to: &table)
    CalendarFunctions(zones: ZoneLookup(zones)).add(to: &table)
    BusinessDayFunctions(zones: ZoneLookup(zones)).add(to: &table)
    return table
  }
}

/// Looks up zones by identifier or fixed offset.
struct ZoneLookup: Sendable {
  private let source: any ZoneSource

  init(_ source: any ZoneSource) { self.source = source }

  func rules(_ value: Value) throws(EvaluationError) -> ZoneRules {
    guard case .string(let name) = value else { throw .noOverload("a time zone", value) }
    if let rules = source.rules(for: name) ?? ZoneRules.fixed(name) { return rules }
    if name == "UTC" || name == "Z" { return .utc }
    throw EvaluationError(
      "unknown-zone", "there is no time zone '\(name.prefix(64))'; write it as 'Europe/Berlin', 'UTC' or '+02:00'")
  }

  func check(argument: Int) -> Overload.LiteralCheck {
    Overload.LiteralCheck(argument: argument) { (value: Value) throws(EvaluationError) in _ = try rules(value) }
  }
}
