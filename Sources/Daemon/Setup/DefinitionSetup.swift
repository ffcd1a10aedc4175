import CEL
import CivilTime
import Control
import DaemonSettings
import Execution
import Executors
import Statecharts
import Storage
import WorkflowDefinitions
import WorkflowEngine

/// The definitions that the settings name: read, checked, kept in the store, and read anew on a reload.
struct DefinitionSetup: Sendable {
  let settings: Settings

  /// One for the start, reloads and older bundles: a family is stepped and replayed within the same limits.
  func loader(_ catalogue: [StepDeclaration], _ zones: SystemZones) -> BundleLoader {
    var limits = Bundle.Limits()
    limits.microsteps = settings.limits.microsteps
    limits.deferred = settings.limits.deferred
    limits.spawned = settings.limits.spawned
    return BundleLoader(catalogue: catalogue, zones: zones, limits: limits, digest: Deployment.digest)
  }

  func deployment(_ loader: BundleLoader, _ now: Instant) throws -> Deployment {
    do {
      return try Deployment.read(settings.workflows.path, loader: loader, now: now)
    } catch let findings as Findings {
      throw StartError(description: "workflows in \(settings.workflows.path) are not deployed:\n\(findings)")
    }
  }

  func keep(_ deployment: Deployment, in store: any StoreWriter) throws {
    guard try store.bundle(deployment.record.hash) == nil else { return }
    try store.begin()
    try store.putBundle(deployment.record)
    try store.commit()
  }

  /// Reads the workflows folder anew. Faulty definitions are refused with all their findings, and the running ones stay.
  func reload(
    _ writer: WriterThread, _ bundles: DeployedBundles, _ loader: BundleLoader
  ) async throws(ControlFailure) -> String {
    let next: Deployment
    do {
      next = try Deployment.read(settings.workflows.path, loader: loader, now: writer.clock.now)
    } catch let findings as Findings {
      throw ControlFailure(
        status: 422, code: "definitions_refused", message: "the definitions have faults; the running ones stay",
        hint: "magnetiqctl workflows check \(settings.workflows.path)",
        findings: .list(findings.list.map { .string($0.description) }))
    } catch {
      throw ControlFailure(status: 500, code: "unreadable", message: "\(settings.workflows.path): \(error)")
    }
    let failure = await writer.perform { writer -> String? in
      do {
        if try writer.store.bundle(next.record.hash) == nil {
          try writer.store.begin()
          try writer.store.putBundle(next.record)
          try writer.store.commit()
        }
        for bundle in next.bundles { writer.engine.deploy(bundle) }
        return nil
      } catch {
        writer.store.rollback()
        return "\(error)"
      }
    }
    if let failure { throw ControlFailure(status: 503, code: "store_unavailable", message: failure) }
    bundles.replace(next.bundles)
    return "deployed \(next.record.hash.prefix(12)): new bookings start on it, running ones stay on theirs"
  }

  /// Overrides of workflow parameters as JSON scalars.
  func params() -> ValueMap {
    var map = ValueMap()
    for param in settings.params {
      if param.isQuoted {
        map[param.name] = .string(param.text)
      } else if let number = Int64(param.text) {
        map[param.name] = .int(number)
      } else if param.text == "true" || param.text == "false" {
        map[param.name] = .bool(param.text == "true")
      } else {
        map[param.name] = .string(param.text)
      }
    }
    return map
  }
}
