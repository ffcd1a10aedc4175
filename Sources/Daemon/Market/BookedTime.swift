import Availability
import CivilTime
import Marketplace
import Storage

/// The meetings of a consultant, from the claims that their families hold.
enum BookedTime {
  private static let most = 10_000

  /// Returns all meetings within the reach of a search.
  static func meetings(
    of slug: String, _ prepared: SlotSearch.Prepared, _ reader: any StoreReader
  ) throws(StoreError) -> [BookedMeeting] {
    let (from, to) = (prepared.reach.start * 1_000_000, prepared.reach.end * 1_000_000)
    let claims = try reader.claims(on: "consultant/\(slug)", from: from, to: to, limit: most)
    return claims.compactMap { claim in
      guard let start = Instant(microseconds: claim.from), let end = Instant(microseconds: claim.to)
      else { return nil }
      return prepared.meeting(claimed: Interval(start, end))
    }
  }
}
