import Executors
import Ingress
import Statecharts
import Synchronization

/// The bundles in memory: the deployed ones, and older ones as long as a live family is pinned to them. Their mail templates are in the
/// library, and stay and go with them.
final class DeployedBundles: Sendable {
  private struct State {
    var hash: String
    /// All bundles in memory by their hash, the deployed ones among them.
    var byHash: [String: [Bundle]]
  }

  private let state: Mutex<State>
  private let library: MailTemplateLibrary

  init(_ deployment: Deployment, library: MailTemplateLibrary) {
    state = Mutex(State(hash: deployment.hash, byHash: [deployment.hash: deployment.bundles]))
    self.library = library
    library.add(deployment.templates, for: deployment.hash)
  }

  var deployed: [Bundle] { state.withLock { $0.byHash[$0.hash] ?? [] } }

  /// Everything in memory that is not deployed.
  var pinned: [Bundle] {
    state.withLock { state in
      state.byHash.keys.filter { $0 != state.hash }.sorted().flatMap { state.byHash[$0] ?? [] }
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

  /// New families' mails need the templates before the first family starts, so this comes before the engine hears of the deployment.
  func prepare(_ deployment: Deployment) {
    library.add(deployment.templates, for: deployment.hash)
    state.withLock { $0.byHash[deployment.hash] = deployment.bundles }
  }

  /// Makes a prepared deployment the one that new families start on.
  func deploy(_ hash: String) { state.withLock { $0.hash = hash } }

  /// Forgets every bundle that is neither deployed nor among these.
  func keepOnly(_ hashes: Set<String>) {
    let kept = state.withLock { state in
      state.byHash = state.byHash.filter { hashes.contains($0.key) || $0.key == state.hash }
      return Set(state.byHash.keys)
    }
    library.keepOnly(kept)
  }
}

/// What `status` says of the process.
struct DaemonFacts: Sendable {
  let version: String
  let pid: Int32
  let publicAddress: @Sendable () -> String
  /// Webhooks that were acknowledged and forgotten.
  let droppedWebhooks: @Sendable () -> [WebhookDropCount]
}
