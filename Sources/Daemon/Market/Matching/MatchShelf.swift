import CivilTime
import Marketplace
import Matching
import Storage
import Synchronization

/// The searchable consultants in memory. They are made anew when the catalogue has changed, and once a minute, because
/// bookings take free starts away: the score tells hours and days apart, not minutes.
final class MatchShelf: Sendable {
  private struct Kept {
    let versions: [String: Int64]
    let acts: Int64
    let at: Instant
    let matcher: Matcher
  }

  private static let lifetime = Duration.seconds(60)

  let files: MatchingFiles
  let catalogue: CatalogueShelf
  private let kept = Mutex<Kept?>(nil)

  init(files: MatchingFiles, catalogue: CatalogueShelf) {
    self.files = files
    self.catalogue = catalogue
  }

  /// Returns the consultants as the reader sees them.
  func matcher(_ reader: any StoreReader, now: Instant) throws(StoreError) -> Matcher {
    let present = try catalogue.catalogue(reader)
    let versions = present.consultants.mapValues(\.version)
    let acts = try reader.lastRecordPosition(of: WeightBook.kind)
    if let kept = kept.withLock({ $0 }), kept.versions == versions, kept.acts == acts, kept.at <= now,
      now < kept.at.adding(Self.lifetime)
        ?? .latest
    {
      return kept.matcher
    }
    let book = try WeightBook(base: files.weights, reader)
    let profiles = try ProfileReading(catalogue: present, now: now).profiles(reader)
    let matcher = Matcher(
      shelf: ConsultantShelf(profiles, taxonomy: files.taxonomy, vectors: files.vectors),
      weights: book.history.current,
      newcomerPlace: files.newcomerPlace, digest: Deployment.digest)
    kept.withLock { $0 = Kept(versions: versions, acts: acts, at: now, matcher: matcher) }
    return matcher
  }
}
