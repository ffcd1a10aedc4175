/// One search: the request as read, and everybody who passed the filters with their scores.
struct MatchSearch {
  let reading: CriteriaReader.Reading
  let scoring: CandidateScoring
  let candidates: [CandidateRanking.Candidate]
  let weights: RankingWeights

  func results(of shown: [CandidateRanking.Candidate], deliverables: [String]) -> [MatchResult] {
    guard !shown.isEmpty else { return [] }
    let explainer = MatchExplainer(scoring: scoring, weights: weights, medians: medians(), deliverables: deliverables)
    return shown.map { candidate in
      let profile = scoring.shelf.profiles[candidate.number]
      return MatchResult(
        consultant: profile.id, scores: candidate.scores, overall: candidate.overall,
        isNewcomer: profile.delivery.isNewcomer, explanation: explainer.explain(profile, candidate.scores))
    }
  }

  /// The lower median of all candidates' scores in each dimension.
  private func medians() -> DimensionScores {
    var medians = DimensionScores()
    for dimension in Dimension.allCases {
      var counts = [Int](repeating: 0, count: 101)
      for candidate in candidates { counts[candidate.scores[dimension]] += 1 }
      var (score, below) = (0, counts[0])
      while below < (candidates.count + 1) / 2 {
        score += 1
        below += counts[score]
      }
      medians[dimension] = score
    }
    return medians
  }
}
