import CEL
import Execution

/// Confirms a payment with a payment method, as the client's browser does otherwise. Asked again, a confirmed payment says so.
struct IntentConfirm: StripeStep {
  let declaration = StripeCatalogue.intentConfirm
  let errorCodes = CardRefusal.codes

  func call(_ input: StepInput) throws(StepError) -> StripeCall {
    var form = FormFields()
    if try input.optionalString("payment_method") != nil {
      form.append("payment_method", try input.identifier("payment_method"))
    }
    return .post("/v1/payment_intents/\(try input.identifier("intent"))/confirm", form)
  }

  func agreement(_ input: StepInput) throws(StepError) -> StripeAgreement {
    StripeAgreement().reference("id", try input.identifier("intent"))
  }

  func outcome(_ object: Value) throws(StepError) -> StepOutcome {
    .done(["status": .string(try object.string("status"))])
  }

  func outcome(of error: StripeError) -> StepOutcome? {
    switch error.intentStatus.flatMap(StripeIntentStatus.init) {
    case .succeeded?, .processing?, .requiresCapture?:
      .failed(StepError(code: "already_confirmed", message: error.summary))
    case .canceled?: .failed(StepError(code: "canceled", message: error.summary))
    default: nil
    }
  }

  func lookup(_ input: StepInput) throws(StepError) -> StripeLookup? {
    .object(path: "/v1/payment_intents/\(try input.identifier("intent"))") { object in
      let word = object["status"]?.stringValue ?? ""
      return switch StripeIntentStatus(rawValue: word) {
      case .requiresPaymentMethod, .requiresConfirmation: .absent
      case .requiresAction, .processing, .requiresCapture, .succeeded: .found(["status": .string(word)])
      case .canceled: .failed(StepError(code: "canceled", message: "the payment was cancelled"))
      case nil:
        .undecided(StepError(code: "unreadable_reply", message: "the payment has no status that this program knows"))
      }
    }
  }
}

/// Takes what was authorized earlier, or a part of it; the rest goes back to the client at once.
struct IntentCapture: StripeStep {
  let declaration = StripeCatalogue.intentCapture
  let errorCodes = ["amount_too_large": "amount_too_large", "payment_intent_unexpected_state": "not_capturable"]

  func call(_ input: StepInput) throws(StepError) -> StripeCall {
    .post(
      "/v1/payment_intents/\(try input.identifier("intent"))/capture",
      FormFields([("amount_to_capture", String(try input.amount("amount")))]))
  }

  func agreement(_ input: StepInput) throws(StepError) -> StripeAgreement {
    StripeAgreement().reference("id", try input.identifier("intent")).currency(try input.optionalString("currency"))
  }

  func outcome(_ object: Value, for input: StepInput) throws(StepError) -> StepOutcome {
    let (status, received) = (try object.string("status"), try object.field("amount_received", "int") { $0.intValue })
    guard status == "succeeded", received == (try input.amount("amount")) else {
      throw StepError(
        code: "other_object", message: "the payment is \(ProviderWord.shown(status)) with \(received) received")
    }
    return .done(["charge": object.identifier("latest_charge").map { .string($0) } ?? .null])
  }

  func lookup(_ input: StepInput) throws(StepError) -> StripeLookup? {
    let amount = try input.amount("amount")
    return .object(path: "/v1/payment_intents/\(try input.identifier("intent"))") { object in
      let received = object["amount_received"]?.intValue
      return switch object["status"]?.stringValue.flatMap(StripeIntentStatus.init) {
      case .requiresCapture: .absent
      case .succeeded where received == amount:
        .found(["charge": object.identifier("latest_charge").map { .string($0) } ?? .null])
      case .succeeded:
        .undecided(StepError(code: "other_object", message: "another amount was captured than was asked for"))
      case .canceled, .requiresPaymentMethod, .requiresConfirmation, .requiresAction:
        .failed(StepError(code: "not_capturable", message: "nothing is authorized on the payment"))
      case .processing, nil:
        .undecided(
          StepError(code: "unreadable_reply", message: "the payment has no status that says what became of it"))
      }
    }
  }
}

/// Charges a saved payment method while its owner is away. One whose bank wants to see them is refused as `authentication_required`: the
/// client is asked to pay in the usual way.
struct IntentCharge: StripeStep {
  let declaration = StripeCatalogue.intentCharge
  let errorCodes = CardRefusal.codes

  func call(_ input: StepInput) throws(StepError) -> StripeCall {
    var form = FormFields([
      ("amount", String(try input.amount("amount"))),
      ("currency", try input.string("currency").lowercased()),
      ("customer", try input.identifier("customer")),
      ("payment_method", try input.identifier("payment_method")),
      ("payment_method_types[0]", IntentCreate.type(of: try input.string("method"))),
      ("confirm", "true"), ("off_session", "true"),
      ("transfer_group", try input.string("group")),
    ])
    if let description = try input.optionalString("description") { form.append("description", description) }
    return .post("/v1/payment_intents", form)
  }

  func agreement(_ input: StepInput) throws(StepError) -> StripeAgreement {
    StripeAgreement().amount(try input.amount("amount")).currency(try input.string("currency"))
      .reference("customer", try input.identifier("customer"))
  }

  func outcome(_ object: Value) throws(StepError) -> StepOutcome {
    let (id, word) = (try object.string("id"), try object.string("status"))
    let charge: Value = object.identifier("latest_charge").map { .string($0) } ?? .null
    let data: Value = ["id": .string(id), "charge": charge]
    switch StripeIntentStatus(rawValue: word) {
    case .succeeded: return .done(data)
    case .processing: return .accepted(data)
    case .requiresAction:
      return .failed(StepError(code: "authentication_required", message: "the bank wants to see the payer"))
    case .requiresPaymentMethod, .requiresConfirmation, .canceled:
      return .failed(StepError(code: "card_declined", message: "the payment is \(ProviderWord.shown(word))"))
    case .requiresCapture, nil:
      throw StepError(
        code: "unreadable_reply",
        message:
          "payment \(ProviderWord.shown(id)) has the status '\(ProviderWord.shown(word))', which says nothing about this"
      )
    }
  }

  func lookup(_ input: StepInput) throws(StepError) -> StripeLookup? {
    .list(path: "/v1/payment_intents", query: IntentCreate.since(input))
  }
}

/// The provider's refusals of a payment method.
private enum CardRefusal {
  static let codes = [
    "card_declined": "card_declined", "expired_card": "card_declined", "incorrect_cvc": "card_declined",
    "incorrect_number": "card_declined",
    "insufficient_funds": "card_declined", "processing_error": "card_declined",
    "payment_method_unactivated": "card_declined",
    "authentication_required": "authentication_required",
    "payment_intent_authentication_failure": "authentication_required",
  ]
}
