import CEL
import CivilTime

/// An event that the provider sends by webhook and lists at `GET /v1/events`. It holds the object as it was at that
/// moment.
struct PaymentEvent: Shelved {
  let id: String
  let created: Instant
  let type: String
  var object: Value
  /// The connected account of a Connect event.
  let account: String?
  /// Events with the same lane are delivered in order: those of a booking's group, a payment or an account.
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
