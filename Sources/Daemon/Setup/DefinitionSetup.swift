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

/// Reads and checks the definitions that the settings name, and keeps them in the store.
struct DefinitionSetup: Sendable {
  let settings: Settings

  /// A start, reloads and older bundles use the same limits, so that a family is stepped and replayed within the same
  /// ones.
  func loader(_ catalogue: [StepDeclaration], _ zones: SystemZones) -> BundleLoader {
    var limits = Bundle.Limits()
    limits.microsteps = settings.limits.microsteps
    limits.deferred = settings.limits.deferred
    limits.spawned = settings.limits.spawned
    limits.deferredFor = settings.limits.deferredFor
    limits.atOnce = settings.limits.atOnce
    limits.paymentsAtOnce = settings.limits.paymentsAtOnce
    limits.input.textBytes = settings.limits.input.text
    limits.input.elements = settings.limits.input.elements
    limits.input.keys = settings.limits.input.keys
    limits.input.depth = settings.limits.input.depth
    return BundleLoader(catalogue: catalogue, zones: zones, limits: limits, digest: Deployment.digest)
  }

  /// Returns nil, with findings, if the definitions cannot be deployed. They are checked against the steps of all
  /// executors; an executor that lacks its settings has a finding of its own.
  func deployment(_ loader: BundleLoader, _ now: Instant, _ findings: StartFindings) -> Deployment? {
    if findings.document.isSpoilt("workflows") { return nil }
    do throws(Findings) {
      return try Deployment.read(settings.workflows.path, loader: loader, now: now)
    } catch {
      guard let fault = error.list.first(where: { $0.file == "." }) else {
        findings.add(error)
        return nil
      }
      findings.add(
        .folder, "workflows.path", expected: "a folder with workflows", given: settings.workflows.path,
        cure: "\(fault.message); \(fault.cure)")
      return nil
    }
  }

  /// The definitions without their mail templates, for checks of the names in the settings; empty if they cannot be
  /// read.
  func bundles(_ loader: BundleLoader) -> [Bundle] {
    do throws(Findings) {
      return try loader.load(Deployment.sources(settings.workflows.path)).bundles
    } catch {
      return []
    }
  }

  /// Stores the bundles that the store does not have yet.
  static func keep(_ deployment: Deployment, in store: any StoreWriter) throws(StoreError) {
    var missing: [BundleRecord] = []
    for record in deployment.records where try store.bundle(record.hash) == nil { missing.append(record) }
    if missing.isEmpty { return }
    do {
      try store.begin()
      for record in missing { try store.putBundle(record) }
      try store.commit()
    } catch {
      store.rollback()
      throw error
    }
  }

  /// Overrides of workflow parameters as JSON scalars.
  func params() -> ValueMap {
    var map = ValueMap()
    for param in settings.params { map[param.name] = param.value }
    return map
  }
}
