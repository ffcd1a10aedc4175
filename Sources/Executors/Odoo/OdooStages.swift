import CEL
import Execution
import Synchronization

/// The ids of the pipeline's stages by name. Each is looked up once.
final class OdooStages: Sendable {
  private let known = Mutex<[String: Int64]>([:])

  /// Returns the id of a stage.
  ///
  /// - Parameter ask: looks the stage up in the CRM.
  func id(
    of name: String, ask: () async throws(OdooClient.Stop) -> Value
  ) async throws(OdooClient.Stop) -> Int64 {
    if let id = known.withLock({ $0[name] }) { return id }
    let rows = try await ask()
    guard let id = rows[0]?["id"]?.intValue else {
      let message =
        "the CRM has no stage '\(name)': create it, or map our name to one of its own in executors.odoo.stages"
      throw OdooClient.Stop(
        outcome: .retry(StepError(code: "unknown_stage", message: "crm.upsert: \(message)", isOurs: true), after: nil))
    }
    known.withLock { $0[name] = id }
    return id
  }

  /// Forgets all ids after a refusal, because a stage may have been removed.
  func forget() { known.withLock { $0 = [:] } }
}
