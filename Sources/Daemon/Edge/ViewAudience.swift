import Ingress
import Statecharts
import Storage
import Synchronization

/// Decides which view fields a reader of the public API may see, by the definitions that the family is pinned to.
final class ViewAudience: Sendable {
  private struct Key: Hashable {
    let bundle: String
    let workflow: String
  }

  private let bundles: DeployedBundles
  private let archive: BundleArchive
  /// The answers for bundles that are not in memory any more because their families have ended. An entry is small, and
  /// there is at most one for each bundle that was ever deployed.
  private let known = Mutex<[Key: [String: Bundle.ViewField.Audience]]>([:])

  init(bundles: DeployedBundles, archive: BundleArchive) {
    self.bundles = bundles
    self.archive = archive
  }

  /// The fields that the reader may see; none if the definitions cannot be read any more.
  func fields(
    of family: FamilyRecord, for reader: ViewReader, _ store: any StoreReader
  ) throws(StoreError) -> Set<String> {
    let visible = try audiences(of: family, store).filter { _, audience in
      switch reader {
      case .site: audience.includesSite
      case .party(let role): audience.includes(party: role)
      }
    }
    return Set(visible.keys)
  }

  private func audiences(
    of family: FamilyRecord, _ store: any StoreReader
  ) throws(StoreError) -> [String: Bundle.ViewField.Audience] {
    if let bundle = bundles.bundle(family.bundle, workflow: family.workflow) { return Self.audiences(bundle) }
    let key = Key(bundle: family.bundle, workflow: family.workflow)
    if let found = known.withLock({ $0[key] }) { return found }
    var found: [String: Bundle.ViewField.Audience] = [:]
    switch archive.open(family.bundle, from: store) {
    case .loaded(let contents):
      found = contents.bundles.first { $0.root.name == family.workflow }.map(Self.audiences) ?? [:]
    case .missing, .faulty: break
    case .unreadable(let error): throw error
    }
    known.withLock { $0[key] = found }
    return found
  }

  private static func audiences(_ bundle: Bundle) -> [String: Bundle.ViewField.Audience] {
    Dictionary(bundle.viewFields.map { ($0.name, $0.audience) }) { first, _ in first }
  }
}
