import Ingress
import Statecharts
import Storage
import Synchronization

/// Which fields of a family's view a reader at the public door may see: the definitions that the family is pinned to say it.
final class ViewAudience: Sendable {
  private struct Key: Hashable {
    let bundle: String
    let workflow: String
  }

  private let bundles: DeployedBundles
  private let archive: BundleArchive
  /// Of bundles that are not in memory any more, whose families have all ended. A few words each, and as many as were deployed ever.
  private let known = Mutex<[Key: [String: Bundle.ViewField.Audience]]>([:])

  init(bundles: DeployedBundles, archive: BundleArchive) {
    self.bundles = bundles
    self.archive = archive
  }

  /// The fields that the reader sees; none if the definitions cannot be read any more.
  func fields(
    of family: FamilyRecord, for reader: ViewReader, _ store: any StoreReader
  ) throws(StoreError) -> Set<String> {
    let rank: Bundle.ViewField.Audience =
      switch reader {
      case .site: .site
      case .party: .party
      }
    return Set(try audiences(of: family, store).filter { $0.value <= rank }.keys)
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
    Dictionary(bundle.viewFields.map { ($0.name, $0.audience) }) { max($0, $1) }
  }
}
