import Matching
import Testing

/// How well German requests find the right consultant, measured on judged answers.
@Suite struct GermanSetTests {
  /// Mean nDCG@5 and mean reciprocal rank.
  private func quality(_ taxonomy: Taxonomy) throws -> (ndcg: Double, reciprocalRank: Double, misses: [String]) {
    let matcher = MatchingSituation.matcher(GermanSet.consultants, taxonomy: taxonomy, newcomerPlace: 0)
    var (ndcg, reciprocal) = (0.0, 0.0)
    var misses: [String] = []
    for query in GermanSet.queries {
      let ranking = try matcher.find(MatchRequest(text: query.text), now: MatchingSituation.now).results
        .map(\.consultant)
      let value = RankingMetrics.ndcg(ranking, gains: query.gains, depth: 5) ?? 0
      ndcg += value
      reciprocal += RankingMetrics.reciprocalRank(ranking, gains: query.gains.filter { $0.value == 3 })
      if value < 0.7 { misses.append("\(query.text) → \(ranking)") }
    }
    let count = Double(GermanSet.queries.count)
    return (ndcg / count, reciprocal / count, misses)
  }

  @Test func germanRequestsFindTheRightConsultant() throws {
    let known = Set(GermanSet.consultants.map(\.id))
    let taxonomy = try MatchingSituation.taxonomy()
    #expect(GermanSet.queries.count >= 60)
    #expect(GermanSet.queries.allSatisfy { known.isSuperset(of: $0.gains.keys) })
    #expect(
      GermanSet.consultants.allSatisfy { consultant in
        (consultant.skills.map(\.skill) + consultant.industries.map(\.industry)).allSatisfy {
          taxonomy.concept($0) != nil
        }
      })
    let words = try quality(.empty)
    let all = try quality(taxonomy)
    print("german set, \(GermanSet.queries.count) requests: nDCG@5 \(all.ndcg), first place \(all.reciprocalRank);")
    print("  words alone: nDCG@5 \(words.ndcg), first place \(words.reciprocalRank)")
    for miss in all.misses { print("  miss: \(miss)") }
    #expect(all.ndcg >= 0.9)
    #expect(all.ndcg > words.ndcg + 0.2)
  }
}
