public import CEL
import CivilTime
import Money
public import Pricing

/// The rates of tax as a record: the supplier's country, and its rates from a day on.
public enum TaxRecord {
  /// The id of the record.
  public static let id = "tax"

  /// The rates that hold until somebody sets others: a supplier in Germany. An accountant has to confirm them.
  public static let standard = TaxTable(
    rates: [
      "DE": [("2007-01-01", 1_900), ("2020-07-01", 1_600), ("2021-01-01", 1_900)].compactMap { day, points in
        (try? LocalDate.parse(day)).map { TaxTable.Rate(from: $0, rate: BasisPoints(points)) }
      }
    ], supplier: "DE")

  /// Reads a table with everything that is wrong with it; nil if something is.
  public static func read(_ value: Value, at path: String = "rules/tax") -> (table: TaxTable?, findings: [Finding]) {
    let reader = FieldReader(value, path)
    let supplier = reader.required("supplier", reader.text("supplier", most: 2)) ?? ""
    var rates: [String: [TaxTable.Rate]] = [:]
    let names = reader.entries("rates").map(\.0)
    _ = reader.object("rates") { countries in
      for country in names {
        if !(country.utf8.count == 2 && country.utf8.allSatisfy { (65...90).contains($0) }) {
          countries.note("unknown-country", country, "expected two capitals of ISO 3166, as DE")
        }
        rates[country] = countries.elements(country) { rate -> TaxTable.Rate? in
          guard let from = rate.required("from", rate.date("from")),
            let points = rate.required("rate", rate.integer("rate", 0...10_000))
          else { return nil }
          return TaxTable.Rate(from: from, rate: BasisPoints(points))
        }
      }
      return true
    }
    if rates[supplier]?.isEmpty ?? true {
      reader.note("missing", "rates/\(supplier)", "the supplier's own country needs a rate; add it")
    }
    let findings = reader.finish()
    return (findings.isEmpty ? TaxTable(rates: rates, supplier: supplier) : nil, findings)
  }

  /// The table as a record says it.
  public static func value(_ table: TaxTable) -> Value {
    let rates = table.rates.sorted { $0.key < $1.key }.map { country, rates -> (String, Value) in
      let list = rates.map { rate -> Value in
        .map(ValueMap([("from", .string("\(rate.from)")), ("rate", .int(rate.rate.value))]))
      }
      return (country, .list(list))
    }
    return .map(ValueMap([("supplier", .string(table.supplier)), ("rates", .map(ValueMap(rates)))]))
  }
}
