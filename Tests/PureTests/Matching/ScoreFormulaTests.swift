import Matching
import Testing

/// The numbers of the page on the marketplace, part 6.3.
@Suite struct ScoreFormulaTests {
  @Test func m64_theTotalIsTheWeightedSum() {
    let scores = DimensionScores([88, 70, 85, 91, 72, 60, 100, 94])
    #expect(RankingWeights.standard.weightedSum(scores) == 842_100)
    #expect(RankingWeights.standard.overall(scores) == 84)
  }

  @Test(arguments: [
    (0, 0, 88), (1, 5, 89), (1, 1, 80), (10, 47, 90), (100, 490, 97), (100, 500, 99), (50, 150, 56),
  ])
  func m67_fewReviewsMoveLittle(count: Int, sum: Int, expected: Int) {
    #expect(DimensionFormula.feedback(Ratings(count: count, sum: sum)) == expected)
  }

  @Test(arguments: [(0, 0, 90), (1, 0, 91), (0, 1, 82), (50, 0, 98), (47, 3, 93), (10, 10, 63)])
  func m68_deliveryStartsAtNinety(done: Int, bad: Int, expected: Int) {
    #expect(DimensionFormula.delivery(DeliveryHistory(completed: done, failed: bad)) == expected)
  }

  @Test(
    arguments: [
      (3_000, 3_000, 60), (3_000, 6_000, 80), (3_600, 3_000, 36), (4_500, 3_000, 0), (15_000, 20_000, 70),
    ] as [(Int64, Int64, Int)])
  func m69_aPriceIsHeldAgainstTheBudget(price: Int64, budget: Int64, expected: Int) {
    #expect(DimensionFormula.price(price, budget: budget) == expected)
  }

  @Test(arguments: [(0, 40), (3, 70), (6, 100), (9, 100)])
  func m70_yearsInAnIndustryCount(years: Int, expected: Int) {
    #expect(DimensionFormula.industry(years: years, .same) == expected)
    #expect(DimensionFormula.industry(years: years, .close) == expected / 2)
  }

  @Test func availabilityFallsWithTheHours() {
    let hours: [Int?] = [0, 24, 25, 72, 168, 336, 720, 721, nil]
    #expect(
      hours.map { DimensionFormula.availability(hoursToFirstFree: $0, hasHeavyWorkload: false) }
        == [100, 100, 85, 85, 65, 40, 20, 0, 0])
    #expect(DimensionFormula.availability(hoursToFirstFree: nil, hasHeavyWorkload: true) == 0)
    #expect(DimensionFormula.availability(hoursToFirstFree: 1, hasHeavyWorkload: true) == 90)
  }

  @Test func stylesAndLanguagesHaveNeighbours() {
    #expect(DimensionFormula.style(asked: .formal, declared: [.formal]) == 100)
    #expect(DimensionFormula.style(asked: .formal, declared: [.executive]) == 60)
    #expect(DimensionFormula.style(asked: .casual, declared: [.technical]) == 60)
    #expect(DimensionFormula.style(asked: .formal, declared: [.casual]) == 30)
    #expect(DimensionFormula.style(asked: .formal, declared: []) == 50)
    #expect(DimensionFormula.language(asked: [.german, .french], spoken: [.german]) == 100)
    #expect(DimensionFormula.language(asked: [.german, .french], spoken: [.french, .english]) == 85)
    #expect(DimensionFormula.language(asked: [.german], spoken: [.english]) == 50)
  }

  @Test func expertiseJoinsSkillsAndText() {
    #expect(DimensionFormula.expertise(textShare: 0.3, cosine: nil, skillPoints: []) == 60)
    #expect(DimensionFormula.expertise(textShare: 0.3, cosine: 0.5, skillPoints: []) == 76)
    #expect(DimensionFormula.expertise(textShare: 0.9, cosine: nil, skillPoints: []) == 100)
    #expect(DimensionFormula.expertise(textShare: 0.3, cosine: -1, skillPoints: []) == 36)
    #expect(DimensionFormula.expertise(textShare: 0.3, cosine: nil, skillPoints: [90, 0]) == 50)
    #expect(DimensionFormula.skillPoints(.expert, .close) == 54)
  }
}
