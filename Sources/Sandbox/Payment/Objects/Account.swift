import CEL
import CivilTime

/// A connected account: the consultant as the provider knows them.
struct Account: Shelved {
  let id: String
  let created: Instant
  var currency: String
  var country = "DE"
  var type = "express"
  var email: String?
  var metadata = ValueMap()
  /// What it may be used for, by name: the platform asked for these.
  var capabilities: [String] = ["transfers"]
  /// Gone, or no longer lent to the platform.
  var isClosed = false
  var payoutsEnabled: Bool
  var transfersActive: Bool
  /// What lies on the account; a reversal needs it. May go below zero through nothing but the control API.
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
