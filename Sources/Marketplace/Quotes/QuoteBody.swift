public import CEL
import CivilTime
import Money
public import Pricing

extension Quote {
  /// The quote as it is answered, stored, and copied into a booking.
  public func body(_ prepared: QuoteOffice.Prepared, id: String) -> Value {
    let lines = price.lines.map { line -> Value in
      var map = ValueMap([("kind", .string(line.kind.rawValue)), ("amount", .int(line.amount))])
      if let factor = line.factor { map["factor"] = .int(factor.value) }
      return .map(map)
    }
    var tax = ValueMap([
      ("treatment", .string(self.tax.treatment.rawValue)), ("rate", .int(self.tax.rate.value)),
      ("amount", .int(self.tax.amount)), ("unconfirmed", .bool(self.tax.isUnconfirmed)),
    ])
    if let note = self.tax.note { tax["note"] = .string(note) }
    let call = prepared.meeting
    return .map(
      ValueMap([
        ("id", .string(id)), ("consultant", .string(call.consultant)),
        ("service", .string(prepared.search.service.type)), ("duration", .int(Int64(prepared.search.length))),
        ("start", .string("\(call.start)")),
        ("end", .string("\(prepared.end)")),
        ("currency", .string(currency)), ("base", .int(price.base)), ("lines", .list(lines)),
        ("price", .int(price.amount)), ("tax", .map(tax)), ("total", .int(total)), ("payout", .int(payout)),
        ("fee", .int(fee)), ("rules", .int(rules)),
        (
          "inputs",
          .map(
            ValueMap([
              ("demand", .int(facts.demand.value)), ("leadMinutes", .int(facts.leadMinutes)),
              ("complexity", .string(facts.complexity.rawValue)), ("included", .string(facts.included.rawValue)),
              ("specialization", .string(facts.specialization.rawValue)), ("season", .int(facts.season.value)),
            ]))
        ),
        ("created", .string("\(created)")), ("expiresAt", .string("\(expires)")),
      ]))
  }
}
