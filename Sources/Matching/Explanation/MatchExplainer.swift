/// Explains candidates of one search.
struct MatchExplainer {
  /// No list of reasons is longer.
  private static let most = 3
  /// A first slot further away is worth a word.
  private static let distantDays = 7

  let scoring: CandidateScoring
  let weights: RankingWeights
  /// Of all candidates.
  let medians: DimensionScores
  let deliverables: [String]

  func explain(_ profile: ConsultantProfile, _ scores: DimensionScores) -> MatchExplanation {
    MatchExplanation(
      contributions: weights.contributions(scores),
      rounding: 10_000 * weights.overall(scores) - weights.weightedSum(scores), strengths: strengths(scores),
      concerns: concerns(profile, scores),
      matchedSkills: matchedSkills(profile), relevantExperience: relevantExperience(profile),
      similarSuccessStories: stories(profile), expectedOutcomes: deliverables)
  }

  /// Scores of 80 and more, by the points that they have above the median of the candidates.
  private func strengths(_ scores: DimensionScores) -> [Dimension] {
    let gain = { (dimension: Dimension) in weights[dimension] * (scores[dimension] - medians[dimension]) }
    let strong = Dimension.allCases.filter { scores[$0] >= 80 }
    return Array(strong.sorted { (gain($0), -$0.index) > (gain($1), -$1.index) }.prefix(Self.most))
  }

  private func concerns(_ profile: ConsultantProfile, _ scores: DimensionScores) -> [MatchConcern] {
    let loss = { (dimension: Dimension) in weights[dimension] * (100 - scores[dimension]) }
    let weak = Dimension.allCases.filter { scores[$0] < 50 }
    var concerns = weak.sorted { (loss($0), -$0.index) > (loss($1), -$1.index) }.prefix(Self.most).map {
      MatchConcern.weak($0)
    }
    if profile.ratings.count == 0 { concerns.append(.noReview) }
    if let hours = scoring.hoursToFirstFree(profile.freeStarts) {
      if hours > 24 * Self.distantDays { concerns.append(.firstFree(days: hours / 24)) }
    } else {
      concerns.append(.nothingFree)
    }
    if let percent = scoring.prices.excessPercent(profile.prices) { concerns.append(.overBudget(percent: percent)) }
    if let budget = scoring.criteria.budget, scoring.prices.price(in: profile.prices) == nil {
      concerns.append(.noPrice(currency: budget.currency))
    }
    return concerns
  }

  private func matchedSkills(_ profile: ConsultantProfile) -> [MatchExplanation.MatchedSkill] {
    scoring.criteria.requiredExpertise.compactMap { required in
      var best: (skill: SkillLevel, points: Int)?
      for skill in profile.skills {
        let points = DimensionFormula.skillPoints(skill.level, scoring.shelf.taxonomy.relation(required, skill.skill))
        if points > best?.points ?? 0 { best = (skill, points) }
      }
      return best.map {
        MatchExplanation.MatchedSkill(required: required, skill: $0.skill.skill, level: $0.skill.level)
      }
    }
  }

  private func relevantExperience(_ profile: ConsultantProfile) -> [IndustryYears] {
    profile.industries.filter { experience in
      scoring.criteria.industryBackground.contains {
        scoring.shelf.taxonomy.relation($0, experience.industry) != .none
      }
    }
  }

  private func stories(_ profile: ConsultantProfile) -> [String] {
    let fitting = profile.testimonials.filter { story in
      story.rating >= 4
        && (story.industry.map(scoring.criteria.industryBackground.contains) ?? false
          || story.skill.map(scoring.criteria.requiredExpertise.contains) ?? false)
    }
    return fitting.prefix(Self.most).map(\.id)
  }
}
