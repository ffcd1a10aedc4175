import CivilTime

/// The functions on periods, local times and quiet hours. There is no clock; every instant is an argument.
struct CalendarFunctions: Sendable {
  let zones: ZoneLookup

  func add(to table: inout FunctionTable) {
    let zones = zones
    table.add("period", signatures: [([.string], .duration)], folds: true, .unary(Self.period))
    table.add(
      "quiet", signatures: [([.timestamp, .string, .string, .string], .timestamp)],
      literals: [Self.timeOfDay(1), Self.timeOfDay(2), zones.check(argument: 3)],
      .many { v throws(EvaluationError) in try Self.quiet(v, zones) })
    table.add(
      "wall",
      signatures: [
        ([.timestamp, .string, .string], .timestamp), ([.timestamp, .string, .string, .string], .timestamp),
        ([.timestamp, .string, .string, .string, .string], .timestamp),
      ],
      literals: [
        Overload.LiteralCheck(argument: 1) { (value: Value) throws(EvaluationError) in _ = try Self.wallPeriod(value) },
        zones.check(argument: 2),
        Overload.LiteralCheck(argument: 3) { (value: Value) throws(EvaluationError) in _ = try Self.gap(value) },
        Overload.LiteralCheck(argument: 4) { (value: Value) throws(EvaluationError) in _ = try Self.fold(value) },
      ],
      .many { v throws(EvaluationError) in try Self.wall(v, zones) })
    table.add(
      "date", signatures: [([.timestamp, .string], .string)], literals: [zones.check(argument: 1)],
      .binary { t, zone throws(EvaluationError) in .string(try zones.local("date", t, zone).date.description) })
    table.add(
      "local", signatures: [([.timestamp, .string], .string)], literals: [zones.check(argument: 1)],
      .binary { t, zone throws(EvaluationError) in
        let local = try zones.local("local", t, zone)
        return .string("\(local.date) \(local.time.withMinutes)")
      })
  }

  /// Evaluates `period('P1D')`. A day has 24 hours.
  static func period(_ value: Value) throws(EvaluationError) -> Value {
    guard case .string(let text) = value else { throw .noOverload("period()", value) }
    return .duration(try DurationText.parseISO(text))
  }

  private static func timeOfDay(_ argument: Int) -> Overload.LiteralCheck {
    Overload.LiteralCheck(argument: argument) { (value: Value) throws(EvaluationError) in _ = try timeOfDay(value) }
  }

  private static func timeOfDay(_ value: Value) throws(EvaluationError) -> LocalTime {
    guard case .string(let text) = value else { throw .noOverload("a time of day", value) }
    do { return try LocalTime.parse(text) } catch { throw EvaluationError(error.code, error.message) }
  }

  static func quiet(_ values: [Value], _ zones: ZoneLookup) throws(EvaluationError) -> Value {
    guard case .timestamp(let instant) = values[0] else { throw .noOverload("quiet", values) }
    let (from, to) = (try timeOfDay(values[1]), try timeOfDay(values[2]))
    guard let end = CivilTime.quiet(instant, from: from, to: to, try zones.rules(values[3])) else {
      throw .outOfYears
    }
    return .timestamp(end)
  }

  private static func wallPeriod(_ value: Value) throws(EvaluationError) -> Period {
    guard case .string(let text) = value else { throw .noOverload("a period", value) }
    do { return try Period.parse(iso8601: text) } catch { throw EvaluationError(error.code, error.message) }
  }

  private static func gap(_ value: Value) throws(EvaluationError) -> WallPolicy.Gap {
    // `skip` is not accepted, because the function has to return a value.
    guard case .string(let text) = value, let gap = WallPolicy.Gap(rawValue: text), gap != .skip else {
      throw EvaluationError("bad-policy", "expected 'later' or 'earlier' for a time of day that the clocks skip")
    }
    return gap
  }

  private static func fold(_ value: Value) throws(EvaluationError) -> WallPolicy.Fold {
    guard case .string(let text) = value, let fold = WallPolicy.Fold(rawValue: text) else {
      throw EvaluationError("bad-policy", "expected 'first' or 'second' for a time of day that comes twice")
    }
    return fold
  }

  /// Evaluates `wall(t, 'P1D', zone)`: the same time of day on another day. A fourth and a fifth argument choose the
  /// result for a time that the clocks skip or show twice.
  static func wall(_ values: [Value], _ zones: ZoneLookup) throws(EvaluationError) -> Value {
    guard case .timestamp(let instant) = values[0] else { throw .noOverload("wall", values) }
    var policy = WallPolicy.standard
    if values.count > 3 { policy.gap = try gap(values[3]) }
    if values.count > 4 { policy.fold = try fold(values[4]) }
    guard let moved = wallPlus(instant, try wallPeriod(values[1]), try zones.rules(values[2]), policy) else {
      throw .outOfYears
    }
    return .timestamp(moved)
  }
}

extension ZoneLookup {
  /// Returns the local date and time in the zone.
  func local(_ name: String, _ value: Value, _ zone: Value) throws(EvaluationError) -> LocalDateTime {
    guard case .timestamp(let instant) = value else { throw .noOverload(name, value, zone) }
    return try rules(zone).local(at: instant)
  }
}
