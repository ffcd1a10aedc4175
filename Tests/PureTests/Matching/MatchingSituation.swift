import CivilTime
import Foundation
import Matching
import MatchingFiles

/// Helpers that tests of matching share.
enum MatchingSituation {
  /// 2027-06-07T08:00:00Z.
  static let now = Instant(seconds: 1_812_355_200) ?? .epoch

  static func bytes(_ path: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(fileURLWithPath: packageRoot).appendingPathComponent(path)))
  }

  private static let shipped = Result { try TaxonomyFile.read(bytes("config/skills.yaml"), file: "skills.yaml") }

  static func taxonomy() throws -> Taxonomy { try shipped.get() }

  /// A consultant of whom everything but skills, industries and texts is as everybody's.
  static func consultant(
    _ id: String, skills: [SkillLevel] = [], industries: [IndustryYears] = [], title: String = "",
    biography: String = ""
  ) -> ConsultantProfile {
    var profile = ConsultantProfile(id: id)
    profile.skills = skills
    profile.industries = industries
    profile.text.title = [title]
    profile.text.biography = [biography]
    profile.languages = [.german, .english]
    profile.prices = [ServicePrice(service: "30-for-30", amount: 3_000, currency: "EUR")]
    profile.freeStarts = [now.adding(.seconds(7_200))!]
    profile.delivery = DeliveryHistory(completed: 20)
    profile.ratings = Ratings(count: 10, sum: 45)
    return profile
  }

  static func matcher(
    _ profiles: [ConsultantProfile], taxonomy: Taxonomy, vectors: VectorTable? = nil,
    weights: RankingWeights = .standard, newcomerPlace: Int = 4
  ) -> Matcher {
    Matcher(
      shelf: ConsultantShelf(profiles, taxonomy: taxonomy, vectors: vectors), weights: weights,
      newcomerPlace: newcomerPlace, digest: matchingDigest)
  }
}
