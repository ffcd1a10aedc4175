internal import CivilTime

/// Computes the eight scores of one consultant after the other for one request.
struct CandidateScoring {
  let criteria: MatchCriteria
  let shelf: ConsultantShelf
  let texts: ConsultantShelf.TextScores
  let prices: PriceComparison
  let now: Instant

  /// For each asked concept the others that are close to it.
  private let skills: [AskedConcept]
  private let industries: [AskedConcept]

  /// The scores of style and language by the bits of those that a consultant has.
  private let styles: [Int]
  private let languages: [Int]

  /// A concept that is asked for. An id that the taxonomy does not know is met by nobody.
  struct AskedConcept {
    let index: Int?

    func relation(_ concept: Int, _ taxonomy: Taxonomy) -> Taxonomy.Relation {
      index.map { taxonomy.relation($0, concept) } ?? .none
    }
  }

  init(
    _ criteria: MatchCriteria, _ shelf: ConsultantShelf, _ texts: ConsultantShelf.TextScores, _ prices: PriceComparison,
    now: Instant
  ) {
    self.criteria = criteria
    self.shelf = shelf
    self.texts = texts
    self.prices = prices
    self.now = now
    skills = criteria.requiredExpertise.map { AskedConcept(index: shelf.taxonomy.indices[$0]) }
    industries = criteria.industryBackground.map { AskedConcept(index: shelf.taxonomy.indices[$0]) }
    styles = (0..<1 << CommunicationStyle.allCases.count).map {
      DimensionFormula.style(asked: criteria.style, declared: CommunicationStyle.allCases.chosen($0))
    }
    languages = (0..<1 << Language.allCases.count).map {
      DimensionFormula.language(asked: criteria.languages, spoken: Language.allCases.chosen($0))
    }
  }

  func scores(_ number: Int) -> DimensionScores {
    let facts = shelf.facts[number]
    var scores = DimensionScores()
    scores[.expertise] = expertise(number)
    scores[.industry] = industry(number)
    scores[.availability] = DimensionFormula.availability(
      hoursToFirstFree: hoursToFirstFree(shelf.profiles[number].freeStarts), hasHeavyWorkload: facts.hasHeavyWorkload)
    scores[.feedback] = facts.feedback
    scores[.price] = prices.score(shelf.profiles[number].prices)
    scores[.style] = styles[facts.styles]
    scores[.language] = languages[facts.languages]
    scores[.delivery] = facts.delivery
    return scores
  }

  private func expertise(_ number: Int) -> Int {
    let text = texts.text(number)
    guard !skills.isEmpty else { return text }
    var sum = 0
    for asked in skills {
      var best = 0
      for skill in shelf.skills[number] where skill.points > best {
        switch asked.relation(skill.concept, shelf.taxonomy) {
        case .same: best = max(best, skill.points)
        case .close: best = max(best, WholeNumbers.halfUp(60 * skill.points, 100))
        case .none: break
        }
      }
      sum += best
    }
    return DimensionFormula.combined(skill: WholeNumbers.halfUp(sum, skills.count), text: text)
  }

  /// The best of the asked industries: a request names those in which a consultant may have worked.
  private func industry(_ number: Int) -> Int {
    guard !industries.isEmpty else { return DimensionFormula.anyIndustry }
    var best = 0
    for asked in industries {
      for industry in shelf.industries[number] {
        let relation = asked.relation(industry.concept, shelf.taxonomy)
        best = max(best, DimensionFormula.industry(years: industry.points, relation))
      }
    }
    return best
  }

  /// Whole hours, rounded up.
  func hoursToFirstFree(_ starts: [Instant]) -> Int? {
    let window = criteria.window
    for start in starts where start >= now && window?.contains(start) != false {
      return Int((start.seconds - now.seconds + 3_599) / 3_600)
    }
    return nil
  }
}
