import Storage
import WorkflowDefinitions

/// Compiles the bundles that live families are pinned to before the engine starts. Afterwards nothing is compiled while
/// families are stepped, and no family can lack its bundle.
struct PinnedBundles {
  let archive: BundleArchive
  let reader: any StoreReader

  /// Throws a `StartError` that names every bundle that live families need and that cannot be loaded.
  func load(into bundles: DeployedBundles) throws {
    var refusals: [String] = []
    for entry in try reader.bundles() where entry.families > 0 {
      if bundles.holds(entry.hash) { continue }
      switch archive.open(entry.hash, from: reader) {
      case .loaded(let contents): bundles.pin(contents, hash: entry.hash)
      case .missing: refusals.append(try refusal(entry.hash, entry.families, "the store does not have it"))
      case .faulty(let findings): refusals.append(try refusal(entry.hash, entry.families, "\(findings)"))
      case .unreadable(let error):
        throw StartError(
          description: "store-unreadable: the definitions \(entry.hash.prefix(12)) could not be read: \(error)")
      }
    }
    guard !refusals.isEmpty else { return }
    throw StartError(
      description: """
        bundle-unloadable: live bookings need definitions that cannot be compiled; nothing was changed.
        \(refusals.joined(separator: "\n"))
        Configure again what is missing (executors in the settings), or start the build that could read them and end \
        those bookings there.
        """)
  }

  private func refusal(_ hash: String, _ families: Int64, _ why: String) throws(StoreError) -> String {
    let example = try reference(hash).map { ", for example \($0)," } ?? ""
    return "\(families) \(families == 1 ? "booking" : "bookings")\(example) on \(hash.prefix(12)):\n\(why)"
  }

  /// The reference of one live family that is pinned to the bundle.
  private func reference(_ hash: String) throws(StoreError) -> String? {
    for status in [FamilyRecord.Status.running, .stopped] {
      var after: FamilyID?
      while true {
        let page = try reader.families(FamilyFilter(status: status, after: after, limit: 1_000))
        if let found = page.first(where: { $0.bundle == hash }) { return found.key }
        guard let last = page.last else { break }
        after = last.id
      }
    }
    return nil
  }
}
