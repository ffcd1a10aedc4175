import CEL
import CivilTime

struct Charge: Shelved {
  enum Status: String, Sendable { case pending, succeeded, failed }

  let id: String
  let created: Instant
  let amount: Int64
  let currency: String
  let intent: String
  var status: Status
  var method: String
  var transferGroup: String?
  var metadata = ValueMap()
  var description: String?
  var receiptEmail: String?
  var failureCode: String?
  var failureMessage: String?
  /// Refunds that are not failed or canceled.
  var amountRefunded: Int64 = 0
  /// What the client's bank took back for good.
  var amountChargedBack: Int64 = 0
  var disputed = false
  var openDispute: String?
  /// Transfers made from this charge, less their reversals.
  var amountTransferred: Int64 = 0
  var availableAt: Instant

  /// What may still be given back to the client.
  var refundable: Int64 { amount - amountRefunded - amountChargedBack }
  /// What may still be transferred out of this charge.
  var transferable: Int64 { amount - amountRefunded - amountChargedBack - amountTransferred }

  var lane: String { transferGroup ?? intent }

  var json: Value {
    [
      "id": .string(id), "object": "charge", "amount": .int(amount),
      "amount_captured": .int(status == .succeeded ? amount : 0), "amount_refunded": .int(amountRefunded),
      "application": nil, "application_fee": nil, "application_fee_amount": nil,
      "balance_transaction": status == .succeeded ? .string("txn_\(id.dropFirst(3))") : nil,
      "billing_details": ["address": nil, "email": nil, "name": nil, "phone": nil],
      "captured": .bool(status == .succeeded), "created": unix(created), "currency": .string(currency),
      "customer": nil, "description": Sandbox.json(description), "disputed": .bool(disputed),
      "failure_code": Sandbox.json(failureCode), "failure_message": Sandbox.json(failureMessage),
      "fraud_details": [:], "livemode": false, "metadata": .map(metadata), "on_behalf_of": nil,
      "paid": .bool(status == .succeeded), "payment_intent": .string(intent),
      "payment_method_details": ["type": .string(method)], "receipt_email": Sandbox.json(receiptEmail),
      "receipt_number": nil, "receipt_url": nil, "refunded": .bool(amount == amountRefunded),
      "review": nil, "shipping": nil, "source": nil, "source_transfer": nil, "statement_descriptor": nil,
      "status": .string(status.rawValue), "transfer_data": nil, "transfer_group": Sandbox.json(transferGroup),
    ]
  }
}
