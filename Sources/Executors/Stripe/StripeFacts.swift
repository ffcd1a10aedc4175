import CEL
import Execution

// Steps that read an object at the provider after an event reported it. The step is given the event's claims, and its
// answer says whether the provider agrees with them. The object may have moved on since the event, but it cannot be
// behind it.

/// Reads the state of a payment.
struct IntentGet: StripeStep {
  let declaration = StripeCatalogue.intentGet

  func call(_ input: StepInput) throws(StepError) -> StripeCall {
    .get("/v1/payment_intents/\(try input.identifier("intent"))")
  }

  func agreement(_ input: StepInput) throws(StepError) -> StripeAgreement {
    let agreement = StripeAgreement(needsID: false).reference("id", try input.identifier("intent"))
    guard let group = try input.optionalString("group") else { return agreement }
    return agreement.reference("transfer_group", group)
  }

  func outcome(_ object: Value, for input: StepInput) throws(StepError) -> StepOutcome {
    let status = try object.string("status")
    // The provider may leave out the amount received. It is then the whole amount for a payment that succeeded, and
    // nothing for any other.
    var amount = object["amount_received"]?.intValue ?? 0
    if object["amount_received"]?.intValue == nil, status == StripeIntentStatus.succeeded.rawValue {
      amount = try object.field("amount", "int") { $0.intValue }
    }
    return .done([
      "status": .string(status), "amount": .int(amount),
      "currency": .string(try object.string("currency").uppercased()),
      "charge": object.identifier("latest_charge").map(Value.string) ?? .null,
      "agrees": .bool(try agrees(input, status, amount)),
    ])
  }

  private func agrees(_ input: StepInput, _ status: String, _ amount: Int64) throws(StepError) -> Bool {
    guard let told = try input.optionalString("status") else { return true }
    let toldAmount = try input.optionalInt("amount")
    return told == status && (toldAmount == nil || toldAmount == amount)
  }
}

/// Reads the state of a dispute.
struct DisputeGet: StripeStep {
  let declaration = StripeCatalogue.disputeGet

  func call(_ input: StepInput) throws(StepError) -> StripeCall {
    .get("/v1/disputes/\(try input.identifier("dispute"))")
  }

  func agreement(_ input: StepInput) throws(StepError) -> StripeAgreement {
    StripeAgreement(needsID: false).reference("id", try input.identifier("dispute"))
  }

  /// The order of a dispute's states. A state that this code does not know has no rank.
  private static let ranks = [
    "warning_needs_response": 0, "warning_under_review": 1, "needs_response": 2, "under_review": 3,
    "warning_closed": 4, "prevented": 4, "won": 4, "lost": 4,
  ]

  func outcome(_ object: Value, for input: StepInput) throws(StepError) -> StepOutcome {
    let status = try object.string("status")
    let amount = try object.field("amount", "int") { $0.intValue }
    return .done([
      "status": .string(status), "amount": .int(amount),
      "due": object["evidence_details"]?["due_by"]?.intValue.map(Value.int) ?? .null,
      "agrees": .bool(try input.isConfirmed(by: status, amount, Self.ranks)),
    ])
  }
}

/// Reads the state of a refund, whoever made it.
struct RefundGet: StripeStep {
  let declaration = StripeCatalogue.refundGet

  func call(_ input: StepInput) throws(StepError) -> StripeCall {
    .get("/v1/refunds/\(try input.identifier("refund"))")
  }

  func agreement(_ input: StepInput) throws(StepError) -> StripeAgreement {
    StripeAgreement(needsID: false).reference("id", try input.identifier("refund"))
  }

  private static let ranks = ["requires_action": 0, "pending": 0, "succeeded": 1, "failed": 2, "canceled": 2]

  func outcome(_ object: Value, for input: StepInput) throws(StepError) -> StepOutcome {
    // A refund without a status is in progress.
    let status = object["status"]?.stringValue ?? "pending"
    let amount = try object.field("amount", "int") { $0.intValue }
    return .done([
      "status": .string(status), "amount": .int(amount),
      "agrees": .bool(try input.isConfirmed(by: status, amount, Self.ranks)),
    ])
  }
}

extension StepInput {
  /// True if the provider's object has reached the status that the event reported, or a later one, with the amount that
  /// it reported.
  fileprivate func isConfirmed(
    by status: String, _ amount: Int64, _ ranks: [String: Int]
  ) throws(StepError) -> Bool {
    if let told = try optionalInt("amount"), told != amount { return false }
    guard let told = try optionalString("status"), told != status else { return true }
    guard let wanted = ranks[told], let given = ranks[status] else { return true }
    return given > wanted
  }
}
