public import CEL
import CivilTime
import Money
public import Pricing

/// The rules of prices as a record: what is left out is as in the standard.
public enum PriceRecord {
  /// The id of the record.
  public static let id = "pricing"

  /// Reads rules with everything that is wrong with them; nil if something is.
  ///
  /// - Parameter version: that of the record, which quotes name.
  public static func read(
    _ value: Value, version: Int64, at path: String = "rules/pricing"
  ) -> (rules: PriceRules?, findings: [Finding]) {
    let reader = FieldReader(value, path)
    let standard = PriceRules.standard
    let specialization = reader.object("specialization") { map -> [Specialization: BasisPoints] in
      var factors: [Specialization: BasisPoints] = [:]
      for level in [Specialization.expert, .thoughtLeader] {
        factors[level] = map.integer(level.rawValue, 1...100_000).map { BasisPoints($0) }
      }
      return factors
    }
    let seasons = reader.elements("seasons") { season -> Season? in
      _ = season.text("label", most: 200)
      guard let from = season.required("from", season.date("from")), let to = season.required("to", season.date("to")),
        let factor = season.required("factor", season.integer("factor", 1...100_000))
      else { return nil }
      return Season(from: from, to: to, factor: BasisPoints(factor))
    }
    let cap = reader.object("cap") { cap in
      let least = cap.integer("min", 1...10_000) ?? standard.cap.lowerBound
      return least...max(10_000, cap.integer("max", 10_000...100_000) ?? standard.cap.upperBound)
    }
    let rules = PriceRules(
      version: version, demand: steps(reader, "demand") ?? standard.demand,
      urgency: steps(reader, "urgency") ?? standard.urgency,
      complexity: steps(reader, "complexity") ?? standard.complexity,
      specialization: specialization.map { standard.specialization.merging($0) { $1 } } ?? standard.specialization,
      seasons: seasons.sorted { $0.from < $1.from }, cap: cap ?? standard.cap,
      roundTo: reader.integer("roundTo", 1...1_000_000) ?? standard.roundTo,
      fixed: Set(reader.texts("fixed").map { Service.type($0) }))
    let findings =
      reader.finish() + rules.findings().map { Finding($0.code, "\(path)/\($0.field)", $0.message) }
    return (findings.isEmpty ? rules : nil, findings)
  }

  private static func steps(_ reader: FieldReader, _ name: String) -> [PriceStep]? {
    guard reader.value(name) != nil else { return nil }
    return reader.elements(name) { step -> PriceStep? in
      guard let from = step.required("from", step.integer("from", 0...10_000_000)),
        let factor = step.required("factor", step.integer("factor", 1...100_000))
      else { return nil }
      return PriceStep(from: from, factor: BasisPoints(factor))
    }
  }

  /// The rules as a record says them, all of them.
  public static func value(_ rules: PriceRules) -> Value {
    func steps(_ steps: [PriceStep]) -> Value {
      .list(steps.map { .map(ValueMap([("from", .int($0.from)), ("factor", .int($0.factor.value))])) })
    }
    let seasons = rules.seasons.map { season -> Value in
      .map(
        ValueMap([
          ("from", .string("\(season.from)")), ("to", .string("\(season.to)")), ("factor", .int(season.factor.value)),
        ]))
    }
    let levels = rules.specialization.sorted { $0.key.rawValue < $1.key.rawValue }
    return .map(
      ValueMap([
        ("demand", steps(rules.demand)), ("urgency", steps(rules.urgency)), ("complexity", steps(rules.complexity)),
        ("specialization", .map(ValueMap(levels.map { ($0.key.rawValue, .int($0.value.value)) }))),
        ("seasons", .list(seasons)),
        ("cap", .map(ValueMap([("min", .int(rules.cap.lowerBound)), ("max", .int(rules.cap.upperBound))]))),
        ("roundTo", .int(rules.roundTo)), ("fixed", .list(rules.fixed.sorted().map { .string($0) })),
      ]))
  }
}
