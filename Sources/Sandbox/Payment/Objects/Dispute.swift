import CEL
import CivilTime

struct Dispute: Shelved {
  enum Status: String, Sendable {
    case needsResponse = "needs_response"
    case underReview = "under_review"
    case won
    case lost
    case warningNeedsResponse = "warning_needs_response"
    case warningClosed = "warning_closed"

    var isOpen: Bool { self == .needsResponse || self == .underReview || self == .warningNeedsResponse }
  }

  let id: String
  let created: Instant
  let amount: Int64
  let currency: String
  let charge: String
  let intent: String
  let dueBy: Instant
  var status: Status
  var reason: String
  var metadata = ValueMap()
  var submissions: Int64 = 0
  /// An inquiry takes no money until it becomes a chargeback.
  var isInquiry: Bool

  var json: Value {
    [
      "id": .string(id), "object": "dispute", "amount": .int(amount), "balance_transactions": [],
      "charge": .string(charge), "created": unix(created), "currency": .string(currency), "evidence": [:],
      "evidence_details": [
        "due_by": unix(dueBy), "has_evidence": .bool(submissions > 0), "past_due": false,
        "submission_count": .int(submissions),
      ],
      "is_charge_refundable": .bool(isInquiry && status.isOpen), "livemode": false, "metadata": .map(metadata),
      "payment_intent": .string(intent), "reason": .string(reason), "status": .string(status.rawValue),
    ]
  }
}
