import CEL
import CivilTime

struct PaymentIntent: Shelved {
  enum Status: String, Sendable {
    case requiresPaymentMethod = "requires_payment_method"
    case requiresConfirmation = "requires_confirmation"
    case requiresAction = "requires_action"
    case processing
    case requiresCapture = "requires_capture"
    case succeeded
    case canceled
  }

  let id: String
  let created: Instant
  var amount: Int64
  var currency: String
  var status = Status.requiresPaymentMethod
  var amountReceived: Int64 = 0
  /// The amount that an authorization still holds.
  var amountCapturable: Int64 = 0
  /// The amount that has arrived by bank transfer.
  var amountFunded: Int64 = 0
  var capturesByHand = false
  var confirmation = "automatic"
  var shipping: Value = .null
  var automatic = false
  var methodTypes: [String] = ["card"]
  var method: String?
  var transferGroup: String?
  var metadata = ValueMap()
  var description: String?
  var receiptEmail: String?
  var customer: String?
  var setupFutureUsage: String?
  var latestCharge: String?
  var lastError: Value = .null
  var nextAction: Value = .null
  var canceledAt: Instant?
  var cancellationReason: String?

  /// The lane in which the booking's events are ordered: its group if it has one.
  var lane: String { transferGroup ?? id }

  var json: Value {
    [
      "id": .string(id), "object": "payment_intent", "amount": .int(amount),
      "amount_capturable": .int(amountCapturable),
      "amount_details": ["tip": [:]], "amount_received": .int(amountReceived), "application": nil,
      "application_fee_amount": nil, "automatic_payment_methods": automatic ? ["enabled": true] : nil,
      "canceled_at": unix(canceledAt), "cancellation_reason": Sandbox.json(cancellationReason),
      "capture_method": capturesByHand ? "manual" : "automatic", "client_secret": .string("\(id)_secret_sandbox"),
      "confirmation_method": .string(confirmation), "created": unix(created), "currency": .string(currency),
      "customer": Sandbox.json(customer), "customer_account": nil, "managed_payments": nil,
      "description": Sandbox.json(description),
      "excluded_payment_method_types": nil,
      "last_payment_error": lastError,
      "latest_charge": Sandbox.json(latestCharge), "livemode": false, "metadata": .map(metadata),
      "next_action": nextAction, "on_behalf_of": nil, "payment_method": Sandbox.json(method),
      "payment_method_configuration_details": nil, "payment_method_options": [:],
      "payment_method_types": Sandbox.json(methodTypes), "processing": nil,
      "receipt_email": Sandbox.json(receiptEmail), "review": nil,
      "setup_future_usage": Sandbox.json(setupFutureUsage), "shipping": shipping, "source": nil,
      "statement_descriptor": nil, "statement_descriptor_suffix": nil, "status": .string(status.rawValue),
      "transfer_data": nil, "transfer_group": Sandbox.json(transferGroup),
    ]
  }
}
