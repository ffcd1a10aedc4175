import CivilTime

/// The accessors of timestamps and durations: `t.getHours()`, `t.getHours('Europe/Berlin')`. For a duration they return
/// the whole duration in that unit, except for milliseconds.
struct TimeFunctions: Sendable {
  let zones: ZoneLookup

  func add(to table: inout FunctionTable) {
    let parts: [(String, @Sendable (LocalDateTime) -> Int)] = [
      ("getFullYear", { $0.date.year }), ("getMonth", { $0.date.month - 1 }), ("getDate", { $0.date.day }),
      ("getDayOfMonth", { $0.date.day - 1 }), ("getDayOfWeek", { $0.date.weekday }),
      ("getDayOfYear", { $0.date.dayOfYear - 1 }), ("getHours", { $0.time.hour }), ("getMinutes", { $0.time.minute }),
      ("getSeconds", { $0.time.second }), ("getMilliseconds", { $0.time.nanosecond / 1_000_000 }),
    ]
    let ofDurations: [String: Int128] = [
      "getHours": 3_600_000_000_000, "getMinutes": 60_000_000_000, "getSeconds": 1_000_000_000,
      "getMilliseconds": 1_000_000,
    ]
    for (name, part) in parts {
      let unit = ofDurations[name]
      var signatures: [([CELType], CELType)] = [([.timestamp], .int)]
      if unit != nil { signatures.append(([.duration], .int)) }
      table.add(
        ".\(name)", signatures: signatures,
        .unary { (value: Value) throws(EvaluationError) -> Value in
          switch value {
          case .timestamp(let instant): return .int(Int64(part(ZoneRules.utc.local(at: instant))))
          case .duration(let duration):
            guard let unit else { throw .noOverload(name, value) }
            let whole = Int64(duration.totalNanoseconds / unit)
            return .int(name == "getMilliseconds" ? whole % 1_000 : whole)
          default: throw .noOverload(name, value)
          }
        })
      let zones = zones
      table.add(
        ".\(name)", signatures: [([.timestamp, .string], .int)], literals: [zones.check(argument: 1)],
        .binary { (value: Value, zone: Value) throws(EvaluationError) -> Value in
          guard case .timestamp(let instant) = value else { throw .noOverload(name, value, zone) }
          return .int(Int64(part(try zones.rules(zone).local(at: instant))))
        })
    }
  }
}
