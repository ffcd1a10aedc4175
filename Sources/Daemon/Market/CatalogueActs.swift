import CEL
import Control
import EngineMessages
import Marketplace
import Storage
import WorkflowEngine

/// Operators' changes of the catalogue: each act is one turn of the engine.
struct CatalogueActs: Sendable {
  let acts: OperatorActs
  let reads: CatalogueReads
  /// Nobody is told without one.
  var follower: ConsultantFollower?

  func run(_ request: ImportCatalogue, _ caller: Caller) async throws(ControlFailure) -> ActResult {
    let catalogue = try await reads.catalogue()
    let plan = ImportPlan(.map(request.document), into: catalogue, zones: reads.shelf.zones)
    guard plan.isSound else { throw Self.refused(plan.findings) }
    let warnings = plan.findings.map { "warning: \($0.field): \($0.message)" }
    let effects = plan.differences.map(Self.sentence) + warnings
    if caller.dryRun {
      var result = ActResult(verdict: "kept", text: "\(plan.records.count) records would change")
      result.effects = effects
      return result
    }
    guard !plan.records.isEmpty else {
      return ActResult(
        verdict: "kept",
        text: "nothing has changed; \(catalogue.records(.consultant).count) consultants")
    }
    var result = try await put(plan.records, caller)
    result.text = "\(plan.records.count) records were kept"
    result.effects = effects
    return result
  }

  func run(_ request: MoveConsultant, _ caller: Caller) async throws(ControlFailure) -> ActResult {
    let (slug, catalogue) = (request.slug.string, try await reads.catalogue())
    guard let life = Life(rawValue: request.status.rawValue) else {
      throw ControlFailure(
        status: 500, code: "internal", message: "no state '\(request.status.rawValue)'")
    }
    let record: CatalogueRecord
    do throws(RecordEdit.Refusal) {
      record = try RecordEdit.move(slug, to: life, in: catalogue, zones: reads.shelf.zones)
    } catch {
      switch error {
      case .unknown: throw CatalogueReads.unknown(.consultant, slug)
      case .stale(let present):
        throw ControlFailure(
          status: 409, code: "stale_version", message: "'\(slug)' has version \(present)")
      case .findings(let findings): throw Self.refused(findings)
      }
    }
    let text = "\(slug) is \(life.rawValue)"
    guard !caller.dryRun else { return ActResult(verdict: "kept", text: text) }
    var result = try await put([record], caller)
    result.text = text
    return result
  }

  private func put(_ records: [CatalogueRecord], _ caller: Caller) async throws(ControlFailure)
    -> ActResult
  {
    let drafts = records.map {
      RecordDraft(
        kind: $0.kind.rawValue, id: $0.id, version: $0.version, body: JSON.encode($0.body))
    }
    let result = try await acts.command(.putRecords(drafts), caller)
    await follower?.follow(records.filter { $0.kind == .consultant }.map(\.id))
    return result
  }

  /// Everything that is wrong at once.
  private static func refused(_ findings: [Finding]) -> ControlFailure {
    let wrong = findings.filter { !$0.isWarning }
    let values = findings.map { finding -> Value in
      .map(
        ValueMap([
          ("code", .string(finding.code)), ("field", .string(finding.field)),
          ("message", .string(finding.message)),
          ("warning", .bool(finding.isWarning)),
        ]))
    }
    return ControlFailure(
      status: wrong.contains { $0.code == "not-now" } ? 409 : 422, code: "wrong_data",
      message: wrong.map { "\($0.field): \($0.message)" }.joined(separator: "; "),
      findings: .list(values))
  }

  private static func sentence(_ difference: Difference) -> String {
    let name = "\(difference.kind.rawValue) \(difference.id)"
    func text(_ value: Value?) -> String {
      value.map { String(JSON.text($0).prefix(80)) } ?? "nothing"
    }
    return difference.field.isEmpty
      ? "\(name) is new"
      : "\(name): \(difference.field): \(text(difference.before)) becomes \(text(difference.after))"
  }
}
