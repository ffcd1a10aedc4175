/// Every status that the provider gives a payment, with its meaning for a cancellation. Nothing is concluded from a
/// status that is not listed.
enum StripeIntentStatus: String, CaseIterable, Sendable {
  case requiresPaymentMethod = "requires_payment_method"
  case requiresConfirmation = "requires_confirmation"
  case requiresAction = "requires_action"
  case processing
  case requiresCapture = "requires_capture"
  case canceled
  case succeeded

  enum Withdrawal: Hashable, Sendable {
    /// The payment can be cancelled.
    case possible
    /// The payment was cancelled.
    case done
    /// It is too late to cancel; the step fails with this code.
    case refused(String)
  }

  var withdrawal: Withdrawal {
    switch self {
    case .requiresPaymentMethod, .requiresConfirmation, .requiresAction: .possible
    case .canceled: .done
    case .processing: .refused("already_processing")
    // The client has completed the payment.
    case .succeeded, .requiresCapture: .refused("already_succeeded")
    }
  }
}
