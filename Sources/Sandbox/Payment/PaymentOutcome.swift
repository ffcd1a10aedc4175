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
  /// The client is told which account to transfer the money to.
  case awaitTransfer
  /// A payment that had succeeded is returned by the bank.
  case chargeFails

  struct Decline: Sendable, Equatable {
    var code = "card_declined"
    var declineCode: String?
    var message: String

    static let generic = Decline(declineCode: "generic_decline", message: "Your card was declined.")
    static let noFunds = Decline(
      declineCode: "insufficient_funds", message: "Your card has insufficient funds.")
    /// By the end of the name of a test method, such as `chargeDeclinedLostCard`.
    static let named: [String: Decline] = [
      "": generic, "InsufficientFunds": noFunds,
      "LostCard": Decline(declineCode: "lost_card", message: "Your card was declined."),
      "StolenCard": Decline(declineCode: "stolen_card", message: "Your card was declined."),
      "Fraudulent": Decline(declineCode: "fraudulent", message: "Your card was declined."),
      "VelocityLimitExceeded": Decline(
        declineCode: "card_velocity_exceeded", message: "Your card was declined for making repeated attempts too often."
      ),
      "ExpiredCard": Decline(code: "expired_card", message: "Your card has expired."),
      "IncorrectCvc": Decline(code: "incorrect_cvc", message: "Your card's security code is incorrect."),
      "ProcessingError": Decline(
        code: "processing_error", message: "An error occurred while processing your card. Try again in a little bit."),
    ]
    static let debitReturned = Decline(
      code: "payment_intent_payment_attempt_failed", message: "The payment was returned by the bank.")
  }
}
