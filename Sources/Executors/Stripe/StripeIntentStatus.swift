/// Every status that the provider gives a payment, with what it means for whoever wants to withdraw it. A word of tomorrow is none of
/// them, and nothing is concluded from it.
enum StripeIntentStatus: String, CaseIterable, Sendable {
  case requiresPaymentMethod = "requires_payment_method"
  case requiresConfirmation = "requires_confirmation"
  case requiresAction = "requires_action"
  case processing
  case requiresCapture = "requires_capture"
  case canceled
  case succeeded

  enum Withdrawal: Hashable, Sendable {
    /// It can be withdrawn.
    case possible
    /// It was withdrawn.
    case done
    /// It is too late; the step fails with this code.
    case refused(String)
  }

  var withdrawal: Withdrawal {
    switch self {
    case .requiresPaymentMethod, .requiresConfirmation, .requiresAction: .possible
    case .canceled: .done
    case .processing: .refused("already_processing")
    // The client has done all that they have to.
    case .succeeded, .requiresCapture: .refused("already_succeeded")
    }
  }
}
