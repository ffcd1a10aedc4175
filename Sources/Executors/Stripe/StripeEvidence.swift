import CEL
import CivilTime
import Execution

/// Tells the bank why a disputed payment was right. It can be told once: what is sent is submitted.
struct DisputeSubmit: StripeStep {
  let declaration = StripeCatalogue.disputeSubmit
  let errorCodes = ["dispute_closed": "not_open"]

  /// The provider takes 150,000 characters in all; one text of ours stays far below.
  private static let longest = 20_000

  func call(_ input: StepInput) throws(StepError) -> StripeCall {
    var form = FormFields([("submit", "true")])
    form.append("evidence[uncategorized_text]", String(try input.string("text").prefix(Self.longest)))
    for (name, field) in [("name", "customer_name"), ("email", "customer_email_address")] {
      if let text = try input.optionalString(name) { form.append("evidence[\(field)]", text) }
    }
    if let product = try input.optionalString("product") {
      form.append("evidence[product_description]", String(product.prefix(Self.longest)))
    }
    if let served = try input.optionalTimestamp("served_at") {
      form.append("evidence[service_date]", String(served.description.prefix(10)))
    }
    return .post("/v1/disputes/\(try input.identifier("dispute"))", form)
  }

  func agreement(_ input: StepInput) throws(StepError) -> StripeAgreement {
    StripeAgreement().reference("id", try input.identifier("dispute"))
  }

  func outcome(_ object: Value) throws(StepError) -> StepOutcome {
    .done(["status": .string(try object.string("status"))])
  }

  /// The provider counts submissions there; nobody but us submits for our account, or an operator who did it by hand.
  func lookup(_ input: StepInput) throws(StepError) -> StripeLookup? {
    .object(path: "/v1/disputes/\(try input.identifier("dispute"))") { object in
      guard let count = object["evidence_details"]?["submission_count"]?.intValue,
        let status = object["status"]?.stringValue
      else {
        return .undecided(StepError(code: "unreadable_reply", message: "the provider's dispute counts no submissions"))
      }
      return count > 0 ? .found(["status": .string(status)]) : .absent
    }
  }
}
