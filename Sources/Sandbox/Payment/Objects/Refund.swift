import CEL
import CivilTime

struct Refund: Shelved {
  enum Status: String, Sendable {
    case pending, succeeded, failed, canceled
    case requiresAction = "requires_action"
  }

  let id: String
  let created: Instant
  let amount: Int64
  let currency: String
  let charge: String
  let intent: String?
  var status: Status
  var reason: String?
  var metadata = ValueMap()
  var failureReason: String?
  var description: String?

  var json: Value {
    var out: ValueMap = [
      "id": .string(id), "object": "refund", "amount": .int(amount),
      "balance_transaction": .string("txn_\(id.dropFirst(3))"), "charge": .string(charge), "created": unix(created),
      "currency": .string(currency), "customer": nil, "customer_account": nil, "payment_method": nil,
      "destination_details": ["card": ["type": "refund"], "type": "card"],
      "metadata": .map(metadata), "payment_intent": Sandbox.json(intent), "reason": Sandbox.json(reason),
      "receipt_number": nil, "source_transfer_reversal": nil, "status": .string(status.rawValue),
      "transfer_reversal": nil,
    ]
    if let failureReason { out["failure_reason"] = .string(failureReason) }
    return .map(out)
  }
}
