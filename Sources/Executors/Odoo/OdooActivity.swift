import CEL
import CivilTime
import Execution

/// A thing to do for the CRM's people, on a lead, as `mail.activity.load` takes it.
struct OdooActivity: Sendable, Equatable {
  /// The lead's external id.
  let lead: String
  let summary: String
  let note: String
  /// The day by which it is to be done, in UTC as the CRM keeps days without a zone.
  let due: LocalDate
  /// The activity's own external id, made from the step's key. It makes loading an upsert, so that a step that is sent
  /// again changes the same activity.
  let externalID: String

  init(_ request: StepRequest) throws(StepError) {
    let input = StepInput(request)
    lead = try input.string("external_id")
    summary = try input.string("summary")
    note = try input.optionalString("note") ?? ""
    due = ZoneRules.utc.local(at: try input.timestamp("due")).date
    guard OdooExecutor.isExternalID(lead) else {
      throw StepError(
        code: "rejected", message: "crm.activity: external_id must be module.name of letters, digits, '_' and '-'")
    }
    externalID =
      "magnetiq.activity_" + request.key.utf8.map { Self.isPlain($0) ? String(UnicodeScalar($0)) : "-" }.joined()
  }

  private static func isPlain(_ byte: UInt8) -> Bool { FieldFormat.isLetterOrDigit(byte) || byte == UInt8(ascii: "_") }

  /// - Parameters:
  ///   - id: the lead's number.
  ///   - owner: the number of the user whose it is; nil leaves it to the CRM.
  func parameters(lead id: Int64, owner: Int64?) -> Value {
    var row: [(String, String)] = [
      ("id", externalID), ("res_model_id/id", "crm.model_crm_lead"), ("res_id", String(id)),
      ("activity_type_id/id", "mail.mail_activity_data_todo"), ("summary", summary), ("note", note),
      ("date_deadline", "\(due)"),
    ]
    if let owner { row.append(("user_id/.id", String(owner))) }
    return ["fields": .list(row.map { .string($0.0) }), "data": [.list(row.map { .string($0.1) })]]
  }
}
