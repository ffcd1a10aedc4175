import CEL
import CivilTime
import Execution

struct IntentCreate: StripeStep {
  let declaration = StripeCatalogue.intentCreate

  /// The provider names a bank transfer after the customer balance that it fills.
  static func type(of method: String) -> String { method == "bank_transfer" ? "customer_balance" : method }

  func call(_ input: StepInput) throws(StepError) -> StripeCall {
    let amount = try input.amount("amount")
    let (method, currency) = (try input.string("method"), try input.string("currency"))
    var form = FormFields([
      ("amount", String(amount)), ("currency", currency.lowercased()),
      ("payment_method_types[0]", Self.type(of: method)), ("transfer_group", try input.string("group")),
    ])
    if try input.optionalString("customer") != nil { form.append("customer", try input.identifier("customer")) }
    for (name, value) in StripeTransferDetails.fields(method, currency) { form.append(name, value) }
    if let description = try input.optionalString("description") { form.append("description", description) }
    if try input.optionalString("capture") == "manual" { form.append("capture_method", "manual") }
    return .post("/v1/payment_intents", form)
  }

  func agreement(_ input: StepInput) throws(StepError) -> StripeAgreement {
    StripeAgreement().amount(try input.amount("amount")).currency(try input.string("currency"))
  }

  func outcome(_ object: Value) throws(StepError) -> StepOutcome {
    // The client secret is not part of the reply, because replies are kept in the history, which must hold no secrets.
    .done(["id": .string(try object.string("id")), "transfer": StripeTransferDetails.read(object)])
  }

  /// The most that the provider's clock may be behind ours.
  private static let clockMargin = Duration.seconds(86_400)

  /// The provider lists payments by creation time, and by nothing else that is known of a lost one. Its search by
  /// metadata lags, so a payment that it does not find may still exist.
  func lookup(_ input: StepInput) throws(StepError) -> StripeLookup? {
    .list(path: "/v1/payment_intents", query: Self.since(input))
  }

  /// The query for objects created since a day before the step began.
  static func since(_ input: StepInput) -> FormFields {
    var query = FormFields()
    if let start = input.startedAt?.adding(.zero - clockMargin) { query.append("created[gte]", String(start.seconds)) }
    return query
  }
}

/// Cancels a payment. If the payment has succeeded in the meantime, the provider refuses, and the booking waits for the
/// money instead of expiring.
struct IntentCancel: StripeStep {
  let declaration = StripeCatalogue.intentCancel

  func call(_ input: StepInput) throws(StepError) -> StripeCall {
    let intent = try input.identifier("intent")
    return .post("/v1/payment_intents/\(intent)/cancel", FormFields([("cancellation_reason", "abandoned")]))
  }

  func agreement(_ input: StepInput) throws(StepError) -> StripeAgreement {
    StripeAgreement().reference("id", try input.identifier("intent"))
  }

  func outcome(_ object: Value) throws(StepError) -> StepOutcome { .done([:]) }

  func outcome(of error: StripeError) -> StepOutcome? {
    switch error.intentStatus.flatMap(StripeIntentStatus.init)?.withdrawal {
    case .done: .done([:])
    case .refused(let code): .failed(StepError(code: code, message: error.summary))
    case .possible, nil: nil
    }
  }

  func lookup(_ input: StepInput) throws(StepError) -> StripeLookup? {
    .object(path: "/v1/payment_intents/\(try input.identifier("intent"))") { object in
      switch object["status"]?.stringValue.flatMap(StripeIntentStatus.init)?.withdrawal {
      case .done: .found([:])
      case .refused(let code): .failed(StepError(code: code, message: "the payment is no longer to be cancelled"))
      case .possible: .absent
      case nil:
        .undecided(StepError(code: "unreadable_reply", message: "the payment has no status that this program knows"))
      }
    }
  }
}
