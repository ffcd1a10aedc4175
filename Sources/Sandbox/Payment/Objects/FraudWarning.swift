import CEL
import CivilTime

/// `radar.early_fraud_warning`: the card's bank suspects fraud, often some days before it disputes the payment.
struct FraudWarning: Shelved {
  let id: String
  let created: Instant
  let charge: String
  let intent: String?
  var isActionable = true

  var json: Value {
    [
      "id": .string(id), "object": "radar.early_fraud_warning", "actionable": .bool(isActionable),
      "charge": .string(charge), "created": unix(created), "fraud_type": "misc", "livemode": false,
      "payment_intent": Sandbox.json(intent),
    ]
  }
}
