import Statecharts
import Storage
import Synchronization
import WorkflowDefinitions

/// The deployed bundles and older ones that were looked at, for readers on any thread.
final class DeployedBundles: Sendable {
  private let state: Mutex<(deployed: [Bundle], old: [String: Bundle])>
  private let readers: ReaderPool
  private let loader: BundleLoader

  init(_ bundles: [Bundle], readers: ReaderPool, loader: BundleLoader) {
    state = Mutex((bundles, [:]))
    self.readers = readers
    self.loader = loader
  }

  var deployed: [Bundle] { state.withLock { $0.deployed } }

  func replace(_ bundles: [Bundle]) { state.withLock { $0.deployed = bundles } }

  func bundle(_ hash: String, workflow: String) -> Bundle? {
    if let bundle = deployed.first(where: { $0.hash == hash && $0.root.name == workflow }) { return bundle }
    let name = "\(hash)/\(workflow)"
    if let bundle = state.withLock({ $0.old[name] }) { return bundle }
    let loaded: Bundle?
    do {
      loaded = try readers.query { reader throws(StoreError) in
        Deployment.old(hash, workflow: workflow, store: reader, loader: loader)
      }
    } catch {
      return nil
    }
    if let loaded { state.withLock { $0.old[name] = loaded } }
    return loaded
  }
}

/// What `status` says of the process.
struct DaemonFacts: Sendable {
  let version: String
  let pid: Int32
  let publicAddress: @Sendable () -> String
}
