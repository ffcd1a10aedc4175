/// What becomes of a payment when the client (or the bank) acts.
enum PaymentOutcome: Sendable, Equatable {
  /// Paid; an amount other than the intent's when given.
  case succeed(Int64?)
  /// Declined; the client may try again.
  case decline(Decline)
  /// Declined for good: the intent is canceled.
  case failForGood(Decline)
  /// A direct debit that takes days.
  case process
  /// The bank asks the client for a second factor.
  case requireAction
  /// A payment that had succeeded is returned by the bank.
  case chargeFails

  struct Decline: Sendable, Equatable {
    var code = "card_declined"
    var declineCode: String?
    var message: String

    static let generic = Decline(declineCode: "generic_decline", message: "Your card was declined.")
    static let noFunds = Decline(
      declineCode: "insufficient_funds", message: "Your card has insufficient funds.")
    static let debitReturned = Decline(
      code: "payment_intent_payment_attempt_failed", message: "The payment was returned by the bank.")
  }
}

/// The provider's test payment methods (docs.stripe.com/testing), as far as the sandbox knows them.
struct TestMethod: Sendable, Equatable {
  var type: String
  var id: String
  var outcome: PaymentOutcome
  /// What a processing debit ends as.
  var debitFails = false

  static func named(_ id: String) -> TestMethod? {
    switch id {
    case "pm_card_visa_chargeDeclinedInsufficientFunds", "pm_card_chargeDeclinedInsufficientFunds":
      TestMethod(type: "card", id: id, outcome: .decline(.noFunds))
    case "pm_card_chargeDeclined", "pm_card_visa_chargeDeclined":
      TestMethod(type: "card", id: id, outcome: .decline(.generic))
    case "pm_card_authenticationRequired", "pm_card_threeDSecure2Required", "pm_card_threeDSecureRequired":
      TestMethod(type: "card", id: id, outcome: .requireAction)
    case "pm_sepa_debit", "pm_success_de": TestMethod(type: "sepa_debit", id: id, outcome: .process)
    case "pm_failed_de": TestMethod(type: "sepa_debit", id: id, outcome: .process, debitFails: true)
    default:
      id.hasPrefix("pm_card_") ? TestMethod(type: "card", id: id, outcome: .succeed(nil)) : nil
    }
  }

  /// `payment_method_data[type]=sepa_debit` with `[sepa_debit][iban]`, or `card` with `[card][number]`.
  static func described(_ data: inout Parameters, id: String) throws(PaymentError) -> TestMethod {
    let type = try data.required("type")
    var details = try data.object(type) ?? Parameters()
    switch type {
    case "sepa_debit":
      let iban = try details.required("iban").filter { $0 != " " }
      return TestMethod(type: type, id: id, outcome: .process, debitFails: iban == "DE62370400440532013001")
    case "card":
      let outcome: PaymentOutcome =
        switch try details.required("number") {
        case "4000000000000002": .decline(.generic)
        case "4000000000009995": .decline(.noFunds)
        case "4000002500003155", "4000002760003184": .requireAction
        default: .succeed(nil)
        }
      return TestMethod(type: type, id: id, outcome: outcome)
    default:
      throw .invalid("The sandbox knows card and sepa_debit only.", param: "payment_method_data[type]")
    }
  }
}
