import Availability
import CEL
import CivilTime
import Encoding
import Ingress
import Marketplace

/// The refusals of the marketplace as the public API tells them.
enum MarketTerms {
  /// Everything that is wrong with the fields of a body.
  static func wrong(_ findings: [Finding]) -> MarketRefusal {
    let faults = findings.map { finding in
      FieldFault(
        pointer: "#" + PercentEncoding.encode(finding.field, keeping: "/~!$&'()*+,;=:@"),
        expected: finding.parts?.expected ?? finding.message,
        given: finding.parts?.given ?? "another", cure: finding.parts?.cure)
    }
    return MarketRefusal(
      status: 422, code: "wrong_input",
      message: faults.count == 1
        ? "a field is wrong; 'errors' says which" : "\(faults.count) fields are wrong; 'errors' lists them",
      faults: faults)
  }

  static func wrong(_ field: String, _ message: String) -> MarketRefusal {
    wrong([Finding("unknown", "/\(field)", message)])
  }

  /// A refusal of a meeting, with the starts that can be booked instead.
  static func refusal(_ refusal: QuoteOffice.Refusal, _ prepared: QuoteOffice.Prepared?) -> MarketRefusal {
    switch refusal {
    case .search(.unknownConsultant): return wrong("consultant", "a consultant who is shown")
    case .search(.unknownOffer): return wrong("service", "a service that the consultant offers")
    case .search(.wrongLength(let lengths)):
      return wrong("duration", "one of \(lengths.map(String.init).joined(separator: ", "))")
    case .search(.tooManyDays), .search(.wrongDates), .search(.edgeOfCalendar):
      return wrong("start", "an instant of the years 1 to 9999")
    case .tooManyParticipants(let most):
      return MarketRefusal(
        status: 422, code: "too_many_participants", message: "at most \(most) take part in this service",
        faults: [FieldFault(pointer: "#/participants", expected: "at most \(most)", given: "more")])
    case .otherCurrency(let currency): return wrong("currency", "\(currency), the consultant's currency")
    case .notComputable:
      return MarketRefusal(status: 409, code: "no_price", message: "there is no price for this; ask the house")
    case .notFree(let reason, let detail, let alternatives):
      var members = ValueMap([
        ("reason", .string(reason.rawValue)),
        ("alternatives", .list(alternatives.compactMap { prepared?.search.slot($0).map(PublicSlots.value) })),
      ])
      if let detail { members["reasonDetail"] = .string(detail.rawValue) }
      return MarketRefusal(
        status: 409, code: "slot_taken", message: "nothing can be booked then; 'alternatives' are the nearest starts",
        members: members)
    }
  }
}
