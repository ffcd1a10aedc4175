import CEL
import CivilTime

struct Dispute: Shelved {
  enum Status: String, Sendable {
    case needsResponse = "needs_response"
    case underReview = "under_review"
    case won
    case lost
    case warningNeedsResponse = "warning_needs_response"
    case warningUnderReview = "warning_under_review"
    case warningClosed = "warning_closed"

    var isOpen: Bool {
      switch self {
      case .needsResponse, .underReview, .warningNeedsResponse, .warningUnderReview: true
      case .won, .lost, .warningClosed: false
      }
    }
  }

  let id: String
  let created: Instant
  let amount: Int64
  let currency: String
  let charge: String
  let intent: String?
  let dueBy: Instant
  var status: Status
  var reason: String
  var metadata = ValueMap()
  var evidence: Value = [:]
  /// True once evidence was given, even if it is not submitted.
  var hasEvidence = false
  var submissions: Int64 = 0
  /// True for an inquiry, which takes no money until it becomes a chargeback.
  var isInquiry: Bool

  var json: Value {
    [
      "id": .string(id), "object": "dispute", "amount": .int(amount), "balance_transactions": [],
      "charge": .string(charge), "created": unix(created), "currency": .string(currency),
      "enhanced_eligibility_types": [], "evidence": evidence,
      "evidence_details": [
        "due_by": unix(dueBy), "has_evidence": .bool(hasEvidence), "past_due": false,
        "submission_count": .int(submissions),
      ],
      "is_charge_refundable": .bool(isInquiry && status.isOpen), "livemode": false, "metadata": .map(metadata),
      "payment_intent": Sandbox.json(intent),
      "payment_method_details": [
        "card": ["brand": "visa", "case_type": "chargeback", "network_reason_code": "10"], "type": "card",
      ], "reason": .string(reason), "status": .string(status.rawValue),
    ]
  }
}
