import CEL
import CivilTime

/// A connected account, which belongs to a consultant.
struct Account: Shelved {
  let id: String
  let created: Instant
  var currency: String
  var country = "DE"
  var type = "express"
  var email: String?
  var metadata = ValueMap()
  /// The capabilities that the platform requested, by name.
  var capabilities: [String] = ["transfers"]
  /// True once the account is deleted or no longer connected to the platform.
  var isClosed = false
  var payoutsEnabled: Bool
  var transfersActive: Bool
  /// The account's balance, from which reversals are taken. Only the control API can make it negative.
  var balance: Int64 = 0

  var json: Value {
    let asked: [String] = transfersActive && payoutsEnabled ? [] : ["individual.verification.document"]
    return [
      "id": .string(id), "object": "account", "business_profile": nil, "business_type": "individual",
      "capabilities": .map(
        capabilities.reduce(into: ValueMap()) { $0[$1] = transfersActive ? "active" : "inactive" }),
      "charges_enabled": false, "company": nil, "controller": ["type": "application"], "country": .string(country),
      "created": unix(created), "default_currency": .string(currency), "details_submitted": true,
      "email": Sandbox.json(email),
      "external_accounts": [
        "object": "list", "data": [], "has_more": false, "url": .string("/v1/accounts/\(id)/external_accounts"),
      ],
      "future_requirements": requirements([], disabled: nil), "metadata": .map(metadata),
      "payouts_enabled": .bool(payoutsEnabled),
      "requirements": requirements(asked, disabled: asked.isEmpty ? nil : "requirements.past_due"),
      "settings": ["payouts": ["schedule": ["delay_days": 2, "interval": "daily"]]],
      "tos_acceptance": ["date": nil, "ip": nil, "user_agent": nil], "type": .string(type),
    ]
  }

  private func requirements(_ due: [String], disabled: String?) -> Value {
    [
      "alternatives": [], "current_deadline": nil, "currently_due": Sandbox.json(due),
      "disabled_reason": Sandbox.json(disabled), "errors": [], "eventually_due": Sandbox.json(due),
      "past_due": Sandbox.json(due), "pending_verification": [],
    ]
  }
}
