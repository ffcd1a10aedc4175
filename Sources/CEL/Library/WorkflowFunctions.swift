import CivilTime

/// Functions of the workflow language: periods, wall clocks, quiet hours, bounds, shares of money.
struct WorkflowFunctions: Sendable {
  let zones: ZoneLookup

  private static let bounded: [CELType] = [.int, .uint, .double, .timestamp, .duration, .string]

  func add(to table: inout FunctionTable) {
    let zones = zones
    table.add("period", signatures: [([.string], .duration)], folds: true, .unary(Self.period))
    table.add(
      "min", signatures: Self.bounded.map { ([$0, $0], $0) }, variadic: true,
      .many { v throws(EvaluationError) in
        try Self.extreme("min", v, .less)
      })
    table.add(
      "max", signatures: Self.bounded.map { ([$0, $0], $0) }, variadic: true,
      .many { v throws(EvaluationError) in
        try Self.extreme("max", v, .greater)
      })
    table.add("clamp", signatures: Self.bounded.map { ([$0, $0, $0], $0) }, .many(Self.clamp))
    table.add("share", signatures: [([.int, .int], .int)], .binary(Self.share))
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
      .binary { t, zone throws(EvaluationError) in .string(try Self.local("date", t, zone, zones).date.description) })
    table.add(
      "local", signatures: [([.timestamp, .string], .string)], literals: [zones.check(argument: 1)],
      .binary { t, zone throws(EvaluationError) in
        let local = try Self.local("local", t, zone, zones)
        return .string("\(local.date) \(local.time.withMinutes)")
      })
  }

  /// `period('P1D')`: a day is 24 hours.
  static func period(_ value: Value) throws(EvaluationError) -> Value {
    guard case .string(let text) = value else { throw .noOverload("period()", value) }
    return .duration(try DurationText.parseISO(text))
  }

  static func extreme(_ name: String, _ values: [Value], _ wanted: Value.Order) throws(EvaluationError) -> Value {
    var best = values[0]
    for value in values {
      guard value.dynamicType == best.dynamicType, let order = value.order(best) else {
        throw .noOverload(name, values)
      }
      if order == wanted { best = value }
    }
    return best
  }

  /// `clamp(x, low, high)`; where the bounds cross, the lower one wins.
  static func clamp(_ values: [Value]) throws(EvaluationError) -> Value {
    try extreme("clamp", [try extreme("clamp", [values[0], values[2]], .less), values[1]], .greater)
  }

  /// `share(amount, basisPoints)`: ⌊amount × basisPoints ÷ 10,000⌋, for amounts of either sign.
  static func share(_ amount: Value, _ basisPoints: Value) throws(EvaluationError) -> Value {
    guard case .int(let a) = amount, case .int(let b) = basisPoints else {
      throw .noOverload("share", amount, basisPoints)
    }
    let product = Int128(a) * Int128(b)
    var (quotient, remainder) = product.quotientAndRemainder(dividingBy: 10_000)
    if remainder < 0 { quotient -= 1 }
    guard let result = Int64(exactly: quotient) else {
      throw EvaluationError("overflow", "share(\(a), \(b)) is out of range")
    }
    return .int(result)
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
      throw EvaluationError("overflow", "the timestamp leaves the range of years 1 to 9999")
    }
    return .timestamp(end)
  }

  private static func wallPeriod(_ value: Value) throws(EvaluationError) -> Period {
    guard case .string(let text) = value else { throw .noOverload("a period", value) }
    do { return try Period.parse(iso8601: text) } catch { throw EvaluationError(error.code, error.message) }
  }

  private static func gap(_ value: Value) throws(EvaluationError) -> WallPolicy.Gap {
    // There is no leaving out: the function has to answer.
    guard case .string(let text) = value, let gap = WallPolicy.Gap(rawValue: text), gap != .skip else {
      throw EvaluationError("bad-policy", "a time of day that the clocks skip is meant 'later' or 'earlier'")
    }
    return gap
  }

  private static func fold(_ value: Value) throws(EvaluationError) -> WallPolicy.Fold {
    guard case .string(let text) = value, let fold = WallPolicy.Fold(rawValue: text) else {
      throw EvaluationError("bad-policy", "of a time of day that comes twice the 'first' or the 'second' is meant")
    }
    return fold
  }

  /// `wall(t, 'P1D', zone)`: the same time of day on another day. A fourth and a fifth argument say what a time is that the clocks skip
  /// or show twice.
  static func wall(_ values: [Value], _ zones: ZoneLookup) throws(EvaluationError) -> Value {
    guard case .timestamp(let instant) = values[0] else { throw .noOverload("wall", values) }
    var policy = WallPolicy.standard
    if values.count > 3 { policy.gap = try gap(values[3]) }
    if values.count > 4 { policy.fold = try fold(values[4]) }
    guard let moved = wallPlus(instant, try wallPeriod(values[1]), try zones.rules(values[2]), policy) else {
      throw EvaluationError("overflow", "the timestamp leaves the range of years 1 to 9999")
    }
    return .timestamp(moved)
  }

  private static func local(
    _ name: String, _ value: Value, _ zone: Value, _ zones: ZoneLookup
  ) throws(EvaluationError) -> LocalDateTime {
    guard case .timestamp(let instant) = value else { throw .noOverload(name, value, zone) }
    return try zones.rules(zone).local(at: instant)
  }
}
