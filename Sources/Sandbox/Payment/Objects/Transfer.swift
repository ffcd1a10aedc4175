import CEL
import CivilTime

struct Transfer: Shelved {
  let id: String
  let created: Instant
  let amount: Int64
  let currency: String
  let destination: String
  var source: String?
  var transferGroup: String?
  var metadata = ValueMap()
  var description: String?
  var amountReversed: Int64 = 0

  var lane: String { transferGroup ?? id }

  func json(reversals: [TransferReversal]) -> Value {
    let url = "/v1/transfers/\(id)/reversals"
    return [
      "id": .string(id), "object": "transfer", "amount": .int(amount), "amount_reversed": .int(amountReversed),
      "balance_transaction": .string("txn_\(id.dropFirst(3))"), "created": unix(created),
      "currency": .string(currency), "description": Sandbox.json(description), "destination": .string(destination),
      "destination_payment": .string("py_\(id.dropFirst(3))"), "livemode": false, "metadata": .map(metadata),
      "reversals": [
        "object": "list", "data": .list(reversals.reversed().prefix(10).map(\.json)),
        "has_more": .bool(reversals.count > 10), "url": .string(url),
      ],
      "reversed": .bool(amountReversed == amount), "source_transaction": Sandbox.json(source), "source_type": "card",
      "transfer_group": Sandbox.json(transferGroup),
    ]
  }
}

struct TransferReversal: Shelved {
  let id: String
  let created: Instant
  let amount: Int64
  let currency: String
  let transfer: String
  var metadata = ValueMap()

  var json: Value {
    [
      "id": .string(id), "object": "transfer_reversal", "amount": .int(amount),
      "balance_transaction": .string("txn_\(id.dropFirst(4))"), "created": unix(created),
      "currency": .string(currency), "destination_payment_refund": .string("pyr_\(id.dropFirst(4))"),
      "metadata": .map(metadata), "source_refund": nil, "transfer": .string(transfer),
    ]
  }
}
