import CEL
import CivilTime
import Execution

/// Opens the provider's hosted page for a payment, as an alternative to a payment link. The site sends the client to
/// the page, and the provider sends the client back to one of two addresses. Which address it is proves nothing about
/// the money; only the payment does.
struct CheckoutCreate: StripeStep {
  let declaration = StripeCatalogue.checkoutCreate

  func call(_ input: StepInput) throws(StepError) -> StripeCall {
    let group = try input.string("group")
    var form = FormFields([
      ("mode", "payment"), ("client_reference_id", group),
      ("line_items[0][quantity]", "1"),
      ("line_items[0][price_data][currency]", try input.string("currency").lowercased()),
      ("line_items[0][price_data][unit_amount]", String(try input.amount("amount"))),
      ("line_items[0][price_data][product_data][name]", try input.string("title")),
      ("payment_method_types[0]", IntentCreate.type(of: try input.string("method"))),
      ("payment_intent_data[transfer_group]", group),
      ("payment_intent_data[metadata][booking]", group),
      ("success_url", try input.string("success_url")), ("cancel_url", try input.string("cancel_url")),
    ])
    if try input.optionalString("customer") != nil { form.append("customer", try input.identifier("customer")) }
    if let expires = try input.optionalTimestamp("expires") { form.append("expires_at", String(expires.seconds)) }
    return .post("/v1/checkout/sessions", form)
  }

  func agreement(_ input: StepInput) throws(StepError) -> StripeAgreement {
    StripeAgreement().total(try input.amount("amount")).currency(try input.string("currency"))
  }

  func outcome(_ object: Value) throws(StepError) -> StepOutcome {
    .done(["id": .string(try object.string("id")), "url": object["url"] ?? .null])
  }

  func lookup(_ input: StepInput) throws(StepError) -> StripeLookup? {
    .list(path: "/v1/checkout/sessions", query: IntentCreate.since(input))
  }
}

/// Closes the page, so that nobody can pay on it any more. The provider refuses if somebody already has paid;
/// `stripe.checkout.get` then tells whether it is paid or expired.
struct CheckoutExpire: StripeStep {
  let declaration = StripeCatalogue.checkoutExpire

  func call(_ input: StepInput) throws(StepError) -> StripeCall {
    .post("/v1/checkout/sessions/\(try input.identifier("session"))/expire", FormFields([]))
  }

  func agreement(_ input: StepInput) throws(StepError) -> StripeAgreement {
    StripeAgreement().reference("id", try input.identifier("session"))
  }

  func outcome(_ object: Value) throws(StepError) -> StepOutcome { .done([:]) }

  /// The provider has no code for this refusal.
  func outcome(of error: StripeError) -> StepOutcome? {
    guard error.code == nil, error.parameter == nil, error.type == "invalid_request_error" else { return nil }
    return .failed(StepError(code: "not_open", message: error.summary))
  }

  func lookup(_ input: StepInput) throws(StepError) -> StripeLookup? {
    .object(path: "/v1/checkout/sessions/\(try input.identifier("session"))") { object in
      switch object["status"]?.stringValue {
      case "expired": .found([:])
      case "complete": .failed(StepError(code: "not_open", message: "somebody has paid on the page"))
      case "open": .absent
      default:
        .undecided(StepError(code: "unreadable_reply", message: "the page has no status that this program knows"))
      }
    }
  }
}

/// Reads the state of a page, and the payment that was made on it.
struct CheckoutGet: StripeStep {
  let declaration = StripeCatalogue.checkoutGet

  func call(_ input: StepInput) throws(StepError) -> StripeCall {
    .get("/v1/checkout/sessions/\(try input.identifier("session"))")
  }

  func agreement(_ input: StepInput) throws(StepError) -> StripeAgreement {
    StripeAgreement(needsID: false).reference("id", try input.identifier("session"))
  }

  func outcome(_ object: Value) throws(StepError) -> StepOutcome {
    .done([
      "status": .string(try object.string("status")),
      "paid": .bool(try object.string("payment_status") == "paid"),
      "intent": object.identifier("payment_intent").map(Value.string) ?? .null,
    ])
  }
}

/// Creates the customer that a bank transfer belongs to: the provider keeps incoming money for that customer until it
/// pays for something.
struct CustomerCreate: StripeStep {
  let declaration = StripeCatalogue.customerCreate

  /// The customer has no personal data; the booking's key identifies it.
  func call(_ input: StepInput) throws(StepError) -> StripeCall {
    .post("/v1/customers", FormFields([("description", try input.string("group"))]))
  }

  func agreement(_ input: StepInput) throws(StepError) -> StripeAgreement { StripeAgreement() }

  func outcome(_ object: Value) throws(StepError) -> StepOutcome { .done(["id": .string(try object.string("id"))]) }

  func lookup(_ input: StepInput) throws(StepError) -> StripeLookup? {
    .list(path: "/v1/customers", query: IntentCreate.since(input))
  }
}
