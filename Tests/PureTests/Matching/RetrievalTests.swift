import Matching
import Testing

@Suite struct RetrievalTests {
  static let texts = [
    "cloud migration aws kubernetes cost", "ai strategy machine learning roadmap",
    "digital transformation process optimization ai", "cloud security audit iso27001 cloud",
  ]

  private func index() -> BM25Index {
    var index = BM25Index()
    for text in Self.texts { index.add([(text.split(separator: " ").map(String.init), 1)]) }
    return index
  }

  private func isNear(_ a: Double, _ b: Double) -> Bool { (a - b).magnitude < 5e-11 }

  @Test func m65_bm25OfTwoTerms() {
    let scores = index().scores(["cloud", "migration"])
    #expect(isNear(scores.documents[0], 1.8971199849))
    #expect(scores.documents[1] == 0 && scores.documents[2] == 0)
    #expect(isNear(scores.documents[3], 0.9530773733))
    #expect(isNear(scores.upperBound, 4.1736639667))
    #expect(isNear(scores.share(0), 0.4545454545) && isNear(scores.share(3), 0.2283550810))
  }

  @Test func m66_aTermThatComesTwiceCountsMore() {
    let scores = index().scores(["cloud"])
    #expect(isNear(scores.documents[0], 0.6931471806))
    #expect(isNear(scores.documents[3], 0.9530773733))
    #expect(isNear(scores.share(3), 0.625))
  }

  @Test func m71_ndcgAndReciprocalRank() throws {
    let gains = ["a": 3, "b": 2, "c": 0, "d": 1]
    let ranking = ["c", "a", "d", "b"]
    #expect(isNear(try #require(RankingMetrics.ndcg(ranking, gains: gains, depth: 10)), 0.6833763936))
    #expect(RankingMetrics.reciprocalRank(ranking, gains: gains) == 0.5)
    #expect(RankingMetrics.ndcg(ranking, gains: [:], depth: 10) == nil)
  }

  @Test func termsAreTheSameInBothLanguages() {
    #expect(SearchTerms.of("Optimierung optimieren optimization") == ["optim", "optim", "optim"])
    #expect(Set(SearchTerms.of("strategy strategies Strategie Strategien")).count == 1)
    #expect(SearchTerms.of("Größe GRÖSSE gro\u{308}ße café") == ["groess", "groess", "groess", "cafe"])
    #expect(SearchTerms.of("is it the IT it-security") == ["it", "it", "secur"] || SearchTerms.of("it") == [])
  }
}
