import CivilTime
import Marketplace
import Pages
import Storage
import Synchronization

/// The words of clients and the number of bookings, in memory. Both are read anew once a minute.
final class ProofShelf: Sendable {
  private struct Kept {
    let at: Instant
    let proof: SocialProof
  }

  private static let lifetime = Duration.seconds(60)
  /// The most of clients' words on the page; those of the newest bookings.
  private static let mostWords = 3

  private let kept = Mutex<Kept?>(nil)

  func proof(_ reader: any StoreReader, now: Instant) throws(StoreError) -> SocialProof {
    if let kept = kept.withLock({ $0 }), kept.at <= now, now < kept.at.adding(Self.lifetime) ?? .latest {
      return kept.proof
    }
    let words = try Testimonials.shown(reader).suffix(Self.mostWords).reversed()
    let made = Kept(
      at: now,
      proof: SocialProof(
        testimonials: words.map {
          .init(
            words: Passage($0.text ?? "", $0.language), name: $0.name, consultant: $0.consultant,
            rating: $0.rating.map { Int($0) })
        }, bookedInAWeek: try InvoiceRecords.issued(since: now.adding(.seconds(-7 * 86_400)) ?? now, reader)))
    kept.withLock { $0 = made }
    return made.proof
  }
}
