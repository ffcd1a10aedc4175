public import Statecharts
internal import Storage

/// The compiled bundles: the deployed one of each root workflow, and those that live families are pinned to. It never compiles: that
/// would hold up the writer.
public final class BundleTable {
  /// A provider's event as one live bundle declares it.
  struct Listener {
    let bundle: Bundle
    let declaration: EventDeclaration
    /// Where its families do anything about the event.
    let hearing: HearingStates
  }

  private var byName: [String: Bundle] = [:]
  private var current: [String: String] = [:]
  private var listeners: [String: [Listener]] = [:]
  /// Bundles that live families are pinned to and that could not be compiled.
  private(set) var missing: Set<String> = []

  public init(deployed: [Bundle], pinned: [Bundle] = []) {
    for bundle in pinned { byName[Self.name(bundle.hash, bundle.root.name)] = bundle }
    for bundle in deployed {
      byName[Self.name(bundle.hash, bundle.root.name)] = bundle
      current[bundle.root.name] = bundle.hash
    }
    index()
  }

  /// Makes a bundle the one that new families start on.
  public func deploy(_ bundle: Bundle) {
    let name = Self.name(bundle.hash, bundle.root.name)
    byName[name] = bundle
    current[bundle.root.name] = bundle.hash
    missing.remove(name)
    index()
  }

  /// The deployed bundle of a root workflow.
  public func deployed(_ workflow: String) -> Bundle? {
    current[workflow].flatMap { byName[Self.name($0, workflow)] }
  }

  /// The bundle that a family is pinned to; nil if it could not be compiled.
  func bundle(_ hash: String, workflow: String) -> Bundle? { byName[Self.name(hash, workflow)] }

  /// The declarations of live bundles that hear `source/type`, in a fixed order.
  func listeners(to type: String) -> [Listener] { listeners[type] ?? [] }

  /// True if a live family is pinned to a bundle that could not be compiled.
  func isMissing(_ hash: String, workflow: String) -> Bool { missing.contains(Self.name(hash, workflow)) }

  /// True if a family is judged by the listener's bundle, or by definitions that are not known at present: it gets the event to keep,
  /// and judges it by its own once they are.
  func concerns(_ family: FamilyPin, _ listener: Listener) -> Bool {
    (family.bundle == listener.bundle.hash && family.workflow == listener.bundle.root.name)
      || isMissing(family.bundle, workflow: family.workflow)
  }

  /// Forgets bundles that are neither deployed nor live.
  func evict(keeping live: [(hash: String, workflow: String)]) {
    let kept = Set(live.map { Self.name($0.hash, $0.workflow) } + current.map { Self.name($0.value, $0.key) })
    byName = byName.filter { kept.contains($0.key) }
    index()
  }

  /// Notes which of the live bundles are not here: what they declare is not known, so nothing may be answered "not there" for them.
  func noteMissing(among live: [(hash: String, workflow: String)]) {
    missing = Set(live.map { Self.name($0.hash, $0.workflow) }.filter { byName[$0] == nil })
  }

  private func index() {
    listeners = [:]
    for name in byName.keys.sorted() {
      let bundle = byName[name]!
      for machine in bundle.machines {
        for declared in machine.declarations.keys.sorted() {
          let declaration = machine.declarations[declared]!
          if declaration.from.isEmpty { continue }
          let listener = Listener(
            bundle: bundle, declaration: declaration, hearing: HearingStates(of: declaration.name, in: bundle))
          for type in declaration.from { listeners[type, default: []].append(listener) }
        }
      }
    }
  }

  private static func name(_ hash: String, _ workflow: String) -> String { "\(hash)/\(workflow)" }
}
