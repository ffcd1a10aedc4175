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

/// The definitions that the settings name: read, checked, and kept in the store.
struct DefinitionSetup: Sendable {
  let settings: Settings

  /// One for the start, reloads and older bundles: a family is stepped and replayed within the same limits.
  func loader(_ catalogue: [StepDeclaration], _ zones: SystemZones) -> BundleLoader {
    var limits = Bundle.Limits()
    limits.microsteps = settings.limits.microsteps
    limits.deferred = settings.limits.deferred
    limits.spawned = settings.limits.spawned
    limits.deferredFor = settings.limits.deferredFor
    limits.atOnce = settings.limits.atOnce
    limits.input.textBytes = settings.limits.input.text
    limits.input.elements = settings.limits.input.elements
    limits.input.keys = settings.limits.input.keys
    limits.input.depth = settings.limits.input.depth
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
