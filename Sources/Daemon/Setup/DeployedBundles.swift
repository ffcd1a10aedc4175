import Executors
import Ingress
import Statecharts
import Synchronization

/// The bundles in memory: the deployed ones, and older ones as long as a live family is pinned to them. Their mail
/// templates are added to and removed from the library together with them.
final class DeployedBundles: Sendable {
  private struct State {
    /// The hashes of the deployed bundles, in their order.
    var deployed: [String]
    /// All bundles in memory by their hash, including the deployed ones.
    var byHash: [String: [Bundle]]
  }

  private let state: Mutex<State>
  private let library: MailTemplateLibrary

  init(_ deployment: Deployment, library: MailTemplateLibrary) {
    state = Mutex(State(deployed: [], byHash: [:]))
    self.library = library
    prepare(deployment)
    deploy(deployment)
  }

  var deployed: [Bundle] {
    state.withLock { state in state.deployed.flatMap { state.byHash[$0] ?? [] } }
  }

  /// The bundles in memory that are not deployed.
  var pinned: [Bundle] {
    state.withLock { state in
      state.byHash.keys.filter { !state.deployed.contains($0) }.sorted().flatMap { state.byHash[$0] ?? [] }
    }
  }

  func bundle(_ hash: String, workflow: String) -> Bundle? {
    state.withLock { state in state.byHash[hash]?.first { $0.root.name == workflow } }
  }

  func holds(_ hash: String) -> Bool { state.withLock { $0.byHash[hash] != nil } }

  /// Keeps an older bundle for the families that are pinned to it.
  func pin(_ contents: BundleArchive.Contents, hash: String) {
    if let templates = contents.templates { library.add(templates, for: hash) }
    state.withLock { $0.byHash[hash] = contents.bundles }
  }

  /// Adds the templates. The mails of new families need them, so this happens before the engine learns of the
  /// deployment.
  func prepare(_ deployment: Deployment) {
    for bundle in deployment.bundles {
      library.add(deployment.templates, for: bundle.hash)
      state.withLock { $0.byHash[bundle.hash] = [bundle] }
    }
  }

  /// Makes a prepared deployment the one on which new families start.
  func deploy(_ deployment: Deployment) { state.withLock { $0.deployed = deployment.bundles.map(\.hash) } }

  /// Removes every bundle that is neither deployed nor listed.
  func keepOnly(_ hashes: Set<String>) {
    let kept = state.withLock { state in
      state.byHash = state.byHash.filter { hashes.contains($0.key) || state.deployed.contains($0.key) }
      return Set(state.byHash.keys)
    }
    library.keepOnly(kept)
  }
}

/// The facts about the process that `status` shows.
struct DaemonFacts: Sendable {
  let version: String
  let pid: Int32
  let publicAddress: @Sendable () -> String
  /// The numbers of webhooks that were acknowledged and dropped, or refused.
  let webhooks: WebhookTally
}
