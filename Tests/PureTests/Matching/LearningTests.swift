import CivilTime
import Matching
import Testing

@Suite struct LearningTests {
  /// Clients who book by price alone, whatever else is shown.
  private static func records(_ count: Int) -> [SearchRecord] {
    var state: UInt64 = 7
    func next() -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % 101
    }
    return (0..<count).map { index in
      let scores = (0..<5).map { _ in DimensionScores((0..<8).map { _ in next() }) }
      let cheapest = scores.indices.max { scores[$0][.price] < scores[$1][.price] }
      return SearchRecord(
        id: "s\(index)", weights: "standard-1",
        shown: scores.enumerated().map { place, scores in
          SearchRecord.Shown("c\(place)", scores, place == cheapest ? .satisfied : .shown)
        })
    }
  }

  @Test func trainingLearnsWhatIsBookedWithinItsBounds() throws {
    let trained = try WeightTraining().train(Self.records(300), from: .standard, version: "trained-1")
    #expect(trained.list.reduce(0, +) == 10_000)
    #expect(trained[.price] > RankingWeights.standard[.price])
    for dimension in Dimension.allCases {
      let standard = RankingWeights.standard[dimension]
      #expect((standard / 2...2 * standard).contains(trained[dimension]))
    }
    #expect(try WeightTraining().train(Self.records(300).reversed(), from: .standard, version: "trained-1") == trained)
  }

  @Test func fewBookingsTeachNothing() {
    #expect(throws: WeightTraining.Refusal.tooFewBookings(199)) {
      try WeightTraining().train(Self.records(199), from: .standard, version: "x")
    }
    #expect(throws: WeightTraining.Refusal.tooFewBookings(0)) {
      try WeightEvaluation(digest: matchingDigest).evaluate([], present: .standard)
    }
  }

  @Test func evaluationIsTheSameEveryTimeAndSeesTheGain() throws {
    let evaluation = WeightEvaluation(digest: matchingDigest)
    let report = try evaluation.evaluate(Self.records(300), present: .standard)
    #expect(report.searches == 300)
    #expect(report.trained > report.present && report.isImprovement)
    #expect(report.differenceLow <= report.trained - report.present)
    #expect(report.trained - report.present <= report.differenceHigh + 1)
    #expect(try evaluation.evaluate(Self.records(300), present: .standard) == report)
  }

  @Test func historyActivatesAndGoesBack() throws {
    let now = MatchingSituation.now
    let first = try RankingWeights(version: "v2", [2_900, 1_600, 1_000, 1_500, 800, 500, 700, 1_000])
    let second = try RankingWeights(version: "v3", [2_800, 1_700, 1_000, 1_500, 800, 500, 700, 1_000])
    let other = try RankingWeights(version: "v2", [2_700, 1_800, 1_000, 1_500, 800, 500, 700, 1_000])
    var history = WeightHistory()
    #expect(history.current == .standard)
    #expect(throws: WeightHistory.Refusal.nothingBefore) {
      try history.rollback(at: now, actor: "anna", reason: "none")
    }
    try history.activate(first, at: now, actor: "anna", reason: "more industry")
    #expect(throws: WeightHistory.Refusal.alreadyInForce("v2")) {
      try history.activate(first, at: now, actor: "anna", reason: "again")
    }
    #expect(throws: WeightHistory.Refusal.versionTaken("v2")) {
      try history.activate(other, at: now, actor: "anna", reason: "same name")
    }
    try history.activate(second, at: now, actor: "anna", reason: "even more")
    try history.rollback(at: now, actor: "bert", reason: "worse")
    #expect(history.current == first)
    try history.rollback(at: now, actor: "bert", reason: "still worse")
    #expect(history.current == .standard && history.entries.count == 4)
    #expect(throws: WeightHistory.Refusal.nothingBefore) {
      try history.rollback(at: now, actor: "bert", reason: "further")
    }
  }

  @Test func propensitiesComeFromEqualNeighbours() throws {
    let same = DimensionScores([80, 50, 50, 50, 50, 50, 50, 50])
    func record(_ index: Int, booked: Int) -> SearchRecord {
      SearchRecord(
        id: "\(index)", weights: "standard-1",
        shown: (0..<2).map { SearchRecord.Shown("c\($0)", same, $0 == booked ? .booked : .shown) })
    }
    let records = (0..<60).map { record($0, booked: $0 < 40 ? 0 : 1) }
    #expect(
      Propensities.estimated(from: records, weights: .standard, places: 2) == Propensities([10_000, 5_000]))
    #expect(Propensities.estimated(from: Array(records.prefix(20)), weights: .standard, places: 2) == nil)
    #expect(Propensities([]) == nil && Propensities([0]) == nil)
  }
}
