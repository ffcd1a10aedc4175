/// The result of an act of the client or the bank on a payment.
enum PaymentOutcome: Sendable, Equatable {
  /// Paid; with an amount if it differs from the intent's.
  case succeed(Int64?)
  /// Declined; the client may try again.
  case decline(Decline)
  /// Declined for good; the intent is canceled.
  case failForGood(Decline)
  /// Processing, as a direct debit is for days.
  case process
  /// The bank requires a second factor from the client.
  case requireAction
  /// The client gets the account to transfer the money to.
  case awaitTransfer
  /// The bank returns a payment that had succeeded.
  case chargeFails

  struct Decline: Sendable, Equatable {
    var code = "card_declined"
    var declineCode: String?
    var message: String

    static let generic = Decline(declineCode: "generic_decline", message: "Your card was declined.")
    static let noFunds = Decline(
      declineCode: "insufficient_funds", message: "Your card has insufficient funds.")
    /// Declines by the end of a test method's name, such as `chargeDeclinedLostCard`.
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
