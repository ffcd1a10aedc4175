import CEL
import CivilTime

/// What the provider tells by webhook and by `GET /v1/events`; the object is as it was at that moment.
struct PaymentEvent: Shelved {
  let id: String
  let created: Instant
  let type: String
  var object: Value
  /// The connected account that a Connect event is about.
  let account: String?
  /// Events of one lane are delivered in their order: a booking's group, a payment, or an account.
  let lane: String
  let request: String?
  let idempotencyKey: String?

  func json(version: String, pending: Int) -> Value {
    var out: ValueMap = [
      "id": .string(id), "object": "event", "api_version": .string(version), "created": unix(created),
      "data": ["object": object], "livemode": false, "pending_webhooks": .int(Int64(pending)),
      "request": ["id": Sandbox.json(request), "idempotency_key": Sandbox.json(idempotencyKey)],
      "type": .string(type),
    ]
    if let account { out["account"] = .string(account) }
    return .map(out)
  }
}
