import CEL
import CivilTime

/// Money on its way from a balance to a bank account, of the platform or of a connected account.
struct Payout: Shelved {
  enum Status: String, Sendable {
    case pending
    case inTransit = "in_transit"
    case paid
    case failed
    case canceled
  }

  let id: String
  let created: Instant
  let amount: Int64
  let currency: String
  let arrival: Instant
  var status: Status
  /// The connected account; nil for the platform.
  var account: String?
  var isAutomatic = false
  var description: String?
  var metadata = ValueMap()
  var failureCode: String?
  var failureMessage: String?

  var json: Value {
    [
      "id": .string(id), "object": "payout", "amount": .int(amount), "application_fee": nil,
      "application_fee_amount": nil, "arrival_date": unix(arrival), "automatic": .bool(isAutomatic),
      "balance_transaction": .string("txn_\(id.dropFirst(3))"), "created": unix(created),
      "currency": .string(currency), "description": Sandbox.json(description),
      "destination": .string("ba_\(id.dropFirst(3))"), "failure_balance_transaction": nil,
      "failure_code": Sandbox.json(failureCode), "failure_message": Sandbox.json(failureMessage), "livemode": false,
      "metadata": .map(metadata), "method": "standard", "original_payout": nil, "payout_method": nil,
      "reconciliation_status": "not_applicable", "reversed_by": nil, "source_type": "card",
      "statement_descriptor": nil, "status": .string(status.rawValue), "trace_id": nil, "type": "bank_account",
    ]
  }
}
