public import Statecharts
internal import Storage

/// The compiled bundles: the deployed bundle of each root workflow, and those to which live families are pinned. The
/// table never compiles anything, because compiling would block the writer's thread.
public final class BundleTable {
  /// A provider's event as one live bundle declares it.
  struct Listener {
    let bundle: Bundle
    let declaration: EventDeclaration
    /// The states in which a family of the bundle reacts to the event.
    let hearing: HearingStates
  }

  private var byName: [String: Bundle] = [:]
  private var current: [String: String] = [:]
  private var listeners: [String: [Listener]] = [:]
  /// Bundles to which live families are pinned and which could not be compiled.
  private(set) var missing: Set<String> = []

  /// - Parameters:
  ///   - deployed: the bundles on which new families start, one for each root workflow.
  ///   - pinned: further bundles to which live families are pinned.
  public init(deployed: [Bundle], pinned: [Bundle] = []) {
    for bundle in pinned { byName[Self.name(bundle.hash, bundle.root.name)] = bundle }
    for bundle in deployed {
      byName[Self.name(bundle.hash, bundle.root.name)] = bundle
      current[bundle.root.name] = bundle.hash
    }
    index()
  }

  /// Makes these bundles the ones on which new families of their root workflows start. A root workflow that is not
  /// among them starts no new families.
  public func deploy(_ bundles: [Bundle]) {
    current = [:]
    for bundle in bundles {
      let name = Self.name(bundle.hash, bundle.root.name)
      byName[name] = bundle
      current[bundle.root.name] = bundle.hash
      missing.remove(name)
    }
    index()
  }

  /// The deployed bundle of a root workflow; nil if there is none.
  public func deployed(_ workflow: String) -> Bundle? {
    current[workflow].flatMap { byName[Self.name($0, workflow)] }
  }

  /// The bundle to which a family is pinned; nil if it could not be compiled.
  func bundle(_ hash: String, workflow: String) -> Bundle? { byName[Self.name(hash, workflow)] }

  /// The number of compiled bundles.
  var count: Int { byName.count }

  /// The declarations of live bundles that hear `source/type`, in a fixed order.
  func listeners(to type: String) -> [Listener] { listeners[type] ?? [] }

  /// True if a live family is pinned to this bundle and it could not be compiled.
  func isMissing(_ hash: String, workflow: String) -> Bool { missing.contains(Self.name(hash, workflow)) }

  /// True if the family is pinned to the listener's bundle, or to definitions that cannot be read at present. In the
  /// latter case it keeps the event and judges it once its own definitions are there.
  func concerns(_ family: FamilyPin, _ listener: Listener) -> Bool {
    (family.bundle == listener.bundle.hash && family.workflow == listener.bundle.root.name)
      || isMissing(family.bundle, workflow: family.workflow)
  }

  /// Forgets the bundles that are neither deployed nor live.
  func evict(keeping live: [(hash: String, workflow: String)]) {
    let kept = Set(live.map { Self.name($0.hash, $0.workflow) } + current.map { Self.name($0.value, $0.key) })
    byName = byName.filter { kept.contains($0.key) }
    index()
  }

  /// Notes which live bundles are missing. Their declarations are unknown, so an event that no other bundle hears is
  /// kept rather than ignored.
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
