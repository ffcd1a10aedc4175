import CEL
import Execution

/// Makes a refund. The provider accepts it at once and completes it later; it may still fail days afterwards.
struct Refund: StripeStep {
  let declaration = StripeCatalogue.refund
  let errorCodes = [
    "charge_disputed": "charge_disputed", "charge_already_refunded": "already_refunded",
    "refund_disputed_payment": "charge_disputed", "amount_too_large": "amount_too_large",
  ]

  /// The reasons that the provider knows. Our own reason goes into the metadata.
  private static let reasons: Set<String> = ["duplicate", "fraudulent", "requested_by_customer"]

  func call(_ input: StepInput) throws(StepError) -> StripeCall {
    let reason = try input.string("reason")
    return .post(
      "/v1/refunds",
      FormFields([
        ("payment_intent", try input.identifier("intent")),
        ("amount", String(try input.amount("amount"))),
        ("reason", Self.reasons.contains(reason) ? reason : "requested_by_customer"),
        ("metadata[reason]", reason),
      ]))
  }

  func agreement(_ input: StepInput) throws(StepError) -> StripeAgreement {
    StripeAgreement().amount(try input.amount("amount")).currency(try input.optionalString("currency"))
      .reference("payment_intent", try input.identifier("intent"))
  }

  /// A `status` that is null or unknown says nothing about the money.
  func outcome(_ object: Value) throws(StepError) -> StepOutcome {
    let (id, status) = (try object.string("id"), try object.string("status"))
    let data: Value = ["id": .string(id), "status": .string(status)]
    switch status {
    case "succeeded": return .done(data)
    // A refund that requires action waits for the client to give bank details.
    case "pending", "requires_action": return .accepted(data)
    case "failed", "canceled":
      let why = object["failure_reason"]?.stringValue.map(ProviderWord.shown) ?? "no reason given"
      return .failed(
        StepError(code: "refund_failed", message: "refund \(ProviderWord.shown(id)) is \(status): \(why)"))
    default:
      throw StepError(
        code: "unreadable_reply",
        message: "refund \(ProviderWord.shown(id)) has the unknown status '\(ProviderWord.shown(status))'")
    }
  }

  /// The provider has no code for a refund above the remaining amount; only the parameter tells.
  func outcome(of error: StripeError) -> StepOutcome? {
    guard error.code == nil || error.code == "parameter_invalid_integer", error.parameter == "amount" else {
      return nil
    }
    return .failed(StepError(code: "amount_too_large", message: error.summary))
  }

  func lookup(_ input: StepInput) throws(StepError) -> StripeLookup? {
    .list(path: "/v1/refunds", query: FormFields([("payment_intent", try input.identifier("intent"))]))
  }
}
