import CEL
import CivilTime

struct PaymentIntent: Shelved {
  enum Status: String, Sendable {
    case requiresPaymentMethod = "requires_payment_method"
    case requiresConfirmation = "requires_confirmation"
    case requiresAction = "requires_action"
    case processing
    case succeeded
    case canceled
  }

  let id: String
  let created: Instant
  let amount: Int64
  let currency: String
  var status = Status.requiresPaymentMethod
  var amountReceived: Int64 = 0
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

  /// The order of a booking's events: its group when it has one.
  var lane: String { transferGroup ?? id }

  var json: Value {
    [
      "id": .string(id), "object": "payment_intent", "amount": .int(amount), "amount_capturable": 0,
      "amount_details": ["tip": [:]], "amount_received": .int(amountReceived), "application": nil,
      "application_fee_amount": nil, "automatic_payment_methods": automatic ? ["enabled": true] : nil,
      "canceled_at": unix(canceledAt), "cancellation_reason": Sandbox.json(cancellationReason),
      "capture_method": "automatic", "client_secret": .string("\(id)_secret_sandbox"),
      "confirmation_method": "automatic", "created": unix(created), "currency": .string(currency),
      "customer": Sandbox.json(customer), "description": Sandbox.json(description), "last_payment_error": lastError,
      "latest_charge": Sandbox.json(latestCharge), "livemode": false, "metadata": .map(metadata),
      "next_action": nextAction, "on_behalf_of": nil, "payment_method": Sandbox.json(method),
      "payment_method_options": [:], "payment_method_types": Sandbox.json(methodTypes), "processing": nil,
      "receipt_email": Sandbox.json(receiptEmail), "review": nil,
      "setup_future_usage": Sandbox.json(setupFutureUsage), "shipping": nil, "source": nil,
      "statement_descriptor": nil, "statement_descriptor_suffix": nil, "status": .string(status.rawValue),
      "transfer_data": nil, "transfer_group": Sandbox.json(transferGroup),
    ]
  }
}
