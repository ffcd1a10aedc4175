import CEL
import CivilTime

struct Charge: Shelved {
  enum Status: String, Sendable { case pending, succeeded, failed }

  let id: String
  let created: Instant
  let amount: Int64
  let currency: String
  /// The payment intent; nil for a charge that was created without one.
  var intent: String?
  var status: Status
  var method: String
  var methodID: String?
  var customer: String?
  var shipping: Value = .null
  /// False for an authorization that is not captured, which brings no money.
  var isCaptured = true
  /// The captured amount if it is less than the charge's.
  var amountCaptured: Int64?
  var isExpired = false
  /// How refunds of this charge end.
  var refunds = TestMethod.Refunds.settle
  var transferGroup: String?
  var metadata = ValueMap()
  var description: String?
  var receiptEmail: String?
  var failureCode: String?
  var failureMessage: String?
  /// The sum of refunds that have not failed or been canceled.
  var amountRefunded: Int64 = 0
  /// The amount that the client's bank took back for good.
  var amountChargedBack: Int64 = 0
  var disputed = false
  var openDispute: String?
  /// The transfers from this charge less their reversals.
  var amountTransferred: Int64 = 0
  var availableAt: Instant

  /// The amount that can still be refunded.
  var refundable: Int64 { received - amountRefunded - amountChargedBack }
  /// The amount that can still be transferred from this charge.
  var transferable: Int64 { received - amountRefunded - amountChargedBack - amountTransferred }

  /// The amount received.
  var received: Int64 { status == .succeeded && isCaptured ? amountCaptured ?? amount : 0 }

  var lane: String { transferGroup ?? intent ?? id }

  var json: Value {
    [
      "id": .string(id), "object": "charge", "amount": .int(amount),
      "amount_captured": .int(received),
      "amount_refunded": .int(amountRefunded + (amount - (amountCaptured ?? amount))),
      "application": nil, "application_fee": nil, "application_fee_amount": nil,
      "balance_transaction": status == .succeeded && isCaptured ? .string("txn_\(id.dropFirst(3))") : nil,
      "billing_details": PaymentMethod.noBilling, "calculated_statement_descriptor": nil,
      "captured": .bool(status == .succeeded && isCaptured), "created": unix(created), "currency": .string(currency),
      "customer": Sandbox.json(customer), "description": Sandbox.json(description), "disputed": .bool(disputed),
      "failure_balance_transaction": nil, "failure_code": Sandbox.json(failureCode),
      "failure_message": Sandbox.json(failureMessage),
      "fraud_details": [:], "livemode": false, "metadata": .map(metadata), "on_behalf_of": nil,
      "outcome": nil, "paid": .bool(status == .succeeded), "payment_intent": Sandbox.json(intent),
      "payment_method": Sandbox.json(methodID),
      "payment_method_details": ["type": .string(method)], "receipt_email": Sandbox.json(receiptEmail),
      "receipt_number": nil, "refunds": nil, "receipt_url": nil,
      "refunded": .bool(amount == amountRefunded || isExpired),
      "review": nil, "shipping": shipping, "source": nil, "source_transfer": nil, "statement_descriptor": nil,
      "statement_descriptor_suffix": nil,
      "status": .string(status.rawValue), "transfer_data": nil, "transfer_group": Sandbox.json(transferGroup),
    ]
  }
}
