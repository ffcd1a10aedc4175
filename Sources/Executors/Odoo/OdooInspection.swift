import CEL
import CivilTime
import Execution

/// Looks whether the CRM has what `crm.upsert` writes: the fields of leads, the stages that the settings name, and the
/// rights to contacts.
struct OdooInspection: Sendable {
  let client: OdooClient

  func run(now: Instant) async -> ExecutorCheck {
    let question = StepRequest.question(now: now)
    do throws(OdooClient.Stop) {
      let fields = try await client.call(
        "crm.lead", "fields_get", ["attributes": ["type"]], for: question, isCancelled: { false })
      let own = client.settings
      let wanted =
        [own.referenceField].compactMap { $0 }.map { ($0, "reference_field") }
        + own.fields.values.sorted().map { ($0, "fields") }
      for (field, setting) in wanted where fields[field] == nil {
        return .broken(
          StepError(
            code: "unknown_field",
            message:
              "the CRM has no field '\(field)' on its leads: create it there, or take it out of executors.odoo.\(setting)",
            isOurs: true))
      }
      let names = client.settings.stages.values.sorted()
      if !names.isEmpty {
        let rows = try await client.call(
          "crm.stage", "search_read",
          ["domain": [["name", "in", .list(names.map(Value.string))]], "fields": ["name"]], for: question,
          isCancelled: { false })
        let there = Set((rows.listValue ?? []).compactMap { $0["name"]?.stringValue })
        let missing = names.filter { !there.contains($0) }
        guard missing.isEmpty else {
          return .broken(
            StepError(
              code: "unknown_stage",
              message:
                "the CRM has no stage '\(missing.joined(separator: "', '"))': create it there, or mend executors.odoo.stages",
              isOurs: true))
        }
      }
      if own.partners {
        for operation in own.partnerUpdates.isEmpty ? ["read", "create"] : ["read", "create", "write"] {
          guard try await mayTouchContacts(operation, question) else {
            return .broken(
              StepError(
                code: "forbidden",
                message:
                  "the key's user may not \(operation) contacts: give them the right, or set executors.odoo.partners: false",
                isOurs: true))
          }
        }
      }
      return .works(
        own.partners ? "leads, contacts, stages and notes can be reached" : "leads, stages and notes can be reached")
    } catch {
      switch error.outcome {
      case .failed(let fault), .retry(let fault, _), .unknown(let fault): return .broken(fault)
      case .done, .accepted: return .notAsked
      }
    }
  }

  /// Asks for a right of the key's user. The method has another name behind the older interface.
  private func mayTouchContacts(_ operation: String, _ question: StepRequest) async throws(OdooClient.Stop) -> Bool {
    let (method, parameters): (String, Value) =
      switch client.settings.interface {
      case .json2: ("has_access", ["operation": .string(operation)])
      case .jsonRPC: ("check_access_rights", ["operation": .string(operation), "raise_exception": false])
      }
    return try await client.call("res.partner", method, parameters, for: question, isCancelled: { false }) == true
  }
}
