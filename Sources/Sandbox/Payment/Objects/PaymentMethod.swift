import CEL
import CivilTime

/// A card or an account to pay with. Its test name or number determines how payments with it end.
struct PaymentMethod: Shelved {
  let id: String
  let created: Instant
  let test: TestMethod
  var customer: String?
  var billing: Value
  var metadata = ValueMap()

  var type: String { test.type }

  var json: Value {
    var out: ValueMap = [
      "id": .string(id), "object": "payment_method", "allow_redisplay": "unspecified", "billing_details": billing,
      "created": unix(created), "customer": Sandbox.json(customer), "customer_account": nil, "livemode": false,
      "metadata": .map(metadata),
      "redaction": nil, "type": .string(type),
    ]
    out[type] = details
    return .map(out)
  }

  static let noBilling: Value = ["address": nil, "email": nil, "name": nil, "phone": nil, "tax_id": nil]

  private var details: Value {
    switch type {
    case "card":
      [
        "brand": .string(test.brand), "checks": nil, "country": "US", "display_brand": .string(test.brand),
        "exp_month": 12, "exp_year": 2034, "fingerprint": nil, "funding": "credit", "generated_from": nil,
        "last4": .string(test.last4), "networks": nil, "three_d_secure_usage": ["supported": true], "wallet": nil,
      ]
    case "sepa_debit":
      [
        "bank_code": nil, "branch_code": nil, "country": "DE", "fingerprint": nil, "generated_from": nil,
        "last4": .string(test.last4),
      ]
    case "bacs_debit": ["fingerprint": nil, "last4": .string(test.last4), "sort_code": "108800"]
    case "us_bank_account":
      [
        "account_holder_type": "individual", "account_type": "checking", "bank_name": "STRIPE TEST BANK",
        "financial_connections_account": nil, "fingerprint": nil, "last4": .string(test.last4), "networks": nil,
        "routing_number": "110000000", "status_details": nil,
      ]
    default: [:]
    }
  }
}
