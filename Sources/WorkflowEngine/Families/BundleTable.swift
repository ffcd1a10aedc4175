public import Statecharts

/// The bundles that families are pinned to: the deployed one of each root workflow, and older ones as families need them.
public final class BundleTable {
  private var byName: [String: Bundle]
  private var current: [String: String] = [:]
  private let loadOld: (_ hash: String, _ workflow: String) -> Bundle?

  /// - Parameter loadOld: compiles a bundle from the sources that the store keeps.
  public init(current bundles: [Bundle], loadOld: @escaping (_ hash: String, _ workflow: String) -> Bundle?) {
    byName = [:]
    self.loadOld = loadOld
    for bundle in bundles { deploy(bundle) }
  }

  /// Makes a bundle the one that new families start on.
  public func deploy(_ bundle: Bundle) {
    byName[name(bundle.hash, bundle.root.name)] = bundle
    current[bundle.root.name] = bundle.hash
  }

  /// The deployed bundle of a root workflow.
  public func deployed(_ workflow: String) -> Bundle? {
    current[workflow].flatMap { byName[name($0, workflow)] }
  }

  /// All deployed bundles, by the root's name.
  public var deployed: [Bundle] { current.keys.sorted().compactMap { deployed($0) } }

  /// Forgets bundles that are neither deployed nor among these, each `hash/workflow`.
  func evict(keeping names: Set<String>) {
    byName = byName.filter { entry in names.contains(entry.key) || current[entry.value.root.name] == entry.value.hash }
  }

  func bundle(_ hash: String, workflow: String) -> Bundle? {
    if let bundle = byName[name(hash, workflow)] { return bundle }
    guard let bundle = loadOld(hash, workflow) else { return nil }
    byName[name(hash, workflow)] = bundle
    return bundle
  }

  private func name(_ hash: String, _ workflow: String) -> String { "\(hash)/\(workflow)" }
}
