import CEL
import CivilTime
import Execution

struct IntentCreate: StripeStep {
  let declaration = StripeCatalogue.intentCreate

  /// The provider calls a bank transfer by the balance that it fills.
  private static func type(of method: String) -> String { method == "bank_transfer" ? "customer_balance" : method }

  func call(_ input: StepInput) throws(StepError) -> StripeCall {
    var form = FormFields([
      ("amount", String(try input.amount("amount"))),
      ("currency", try input.string("currency").lowercased()),
      ("payment_method_types[0]", Self.type(of: try input.string("method"))),
      ("transfer_group", try input.string("group")),
    ])
    if let description = try input.optionalString("description") { form.append("description", description) }
    return .post("/v1/payment_intents", form)
  }

  func agreement(_ input: StepInput) throws(StepError) -> StripeAgreement {
    StripeAgreement().amount(try input.amount("amount")).currency(try input.string("currency"))
  }

  func outcome(_ object: Value) throws(StepError) -> StepOutcome {
    // The client secret stays with the provider: replies are kept in the history, which holds no secrets.
    .done(["id": .string(try object.string("id"))])
  }

  /// How far the provider's clock may be behind ours.
  private static let clockMargin = Duration.seconds(86_400)

  /// The provider lists payments by the time of their making and by nothing that we know of a lost one. Its search finds
  /// metadata, but late: what it does not show may be there all the same.
  func lookup(_ input: StepInput) throws(StepError) -> StripeLookup? {
    var query = FormFields()
    if let start = input.startedAt?.adding(.zero - Self.clockMargin) {
      query.append("created[gte]", String(start.seconds))
    }
    return .list(path: "/v1/payment_intents", query: query)
  }
}

/// Cancelling a payment that has won the race is refused, and says so: the booking then waits for the money instead of expiring.
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
    switch error.intentStatus {
    case "canceled": .done([:])
    case "succeeded", "requires_capture": .failed(StepError(code: "already_succeeded", message: error.summary))
    case "processing": .failed(StepError(code: "already_processing", message: error.summary))
    default: nil
    }
  }

  func lookup(_ input: StepInput) throws(StepError) -> StripeLookup? {
    .object(path: "/v1/payment_intents/\(try input.identifier("intent"))") { object in
      func lost(_ code: String) -> Reconciliation {
        .failed(StepError(code: code, message: "the payment is no longer to be cancelled"))
      }
      return switch object["status"]?.stringValue {
      case "canceled": .found([:])
      case "succeeded", "requires_capture": lost("already_succeeded")
      case "processing": lost("already_processing")
      case "requires_payment_method", "requires_confirmation", "requires_action": .absent
      default:
        .undecided(StepError(code: "unreadable_reply", message: "the payment has no status that this program knows"))
      }
    }
  }
}

struct IntentGet: StripeStep {
  let declaration = StripeCatalogue.intentGet

  func call(_ input: StepInput) throws(StepError) -> StripeCall {
    .get("/v1/payment_intents/\(try input.identifier("intent"))")
  }

  func agreement(_ input: StepInput) throws(StepError) -> StripeAgreement {
    StripeAgreement(needsID: false).reference("id", try input.identifier("intent"))
  }

  func outcome(_ object: Value) throws(StepError) -> StepOutcome {
    // The charge is an identifier, or the object itself where the account expands it.
    let charge = object["latest_charge"]
    return .done([
      "status": .string(try object.string("status")),
      "amount": .int(try object.field("amount_received", "int") { $0.intValue }),
      "currency": .string(try object.string("currency").uppercased()),
      "charge": charge?.stringValue.map(Value.string) ?? charge?["id"] ?? .null,
    ])
  }
}
