import CEL
import CivilTime

struct Customer: Shelved {
  let id: String
  let created: Instant
  var name: String?
  var email: String?
  var phone: String?
  var description: String?
  var address: Value = .null
  var shipping: Value = .null
  var metadata = ValueMap()
  var isDeleted = false
  /// Money that arrived by bank transfer and does not pay for anything yet, by currency.
  var cash: [String: Int64] = [:]

  var json: Value {
    if isDeleted { return ["id": .string(id), "object": "customer", "deleted": true] }
    return [
      "id": .string(id), "object": "customer", "address": address, "balance": 0, "created": unix(created),
      "currency": nil, "default_source": nil, "delinquent": false, "description": Sandbox.json(description),
      "discount": nil, "email": Sandbox.json(email), "invoice_prefix": .string(id.suffix(8).uppercased()),
      "invoice_settings": [
        "custom_fields": nil, "default_payment_method": nil, "footer": nil, "rendering_options": nil,
      ],
      "livemode": false, "metadata": .map(metadata), "name": Sandbox.json(name), "next_invoice_sequence": 1,
      "phone": Sandbox.json(phone), "preferred_locales": [], "shipping": shipping, "tax_exempt": "none",
      "test_clock": nil,
    ]
  }
}
