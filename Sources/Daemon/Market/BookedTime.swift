import Availability
import CivilTime
import Marketplace
import Storage

/// The meetings of a consultant, from the claims that their families hold.
struct BookedTime {
  /// The claims that reach into the time of a search.
  private let claims: [ClaimRecord]
  private let prepared: SlotSearch.Prepared
  private static let most = 10_000

  /// Reads all claims within the reach of a search.
  ///
  /// - Parameter excluded: the family whose place is taken; nil for none.
  init(
    of slug: String, _ prepared: SlotSearch.Prepared, _ reader: any StoreReader, without excluded: FamilyID? = nil
  ) throws(StoreError) {
    let (from, to) = (prepared.reach.start * 1_000_000, prepared.reach.end * 1_000_000)
    let all = try reader.claims(on: "consultant/\(slug)", from: from, to: to, limit: Self.most)
    claims = all.filter { $0.family != excluded }
    self.prepared = prepared
  }

  /// All meetings, held ones among them.
  var meetings: [BookedMeeting] { claims.compactMap(meeting) }

  /// The meetings that are paid for. Whoever has not paid holds a share of a day's unpaid requests besides.
  func paid(_ slug: String, _ reader: any StoreReader) throws(StoreError) -> [Interval] {
    let meetings = claims.compactMap { claim in meeting(claim).map { (family: claim.family, time: $0.meeting) } }
    let days = Set(meetings.compactMap { Instant(seconds: $0.time.start).map(prepared.localDate) })
    var unpaid: Set<FamilyID> = []
    for day in days {
      let held = try reader.claims(on: "consultant/\(slug)/unpaid/\(day)", from: 0, to: .max, limit: Self.most)
      unpaid.formUnion(held.map(\.family))
    }
    return meetings.filter { !unpaid.contains($0.family) }.map(\.time)
  }

  private func meeting(_ claim: ClaimRecord) -> BookedMeeting? {
    guard let start = Instant(microseconds: claim.from), let end = Instant(microseconds: claim.to) else { return nil }
    return prepared.meeting(claimed: Interval(start, end))
  }
}
