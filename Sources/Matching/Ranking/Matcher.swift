public import CivilTime

/// Finds consultants for requests. The same request over the same shelf on the same day has the same answer.
public struct Matcher: Sendable {
  /// The consultants that are searched.
  public let shelf: ConsultantShelf
  /// The weights of the dimensions in every total.
  public let weights: RankingWeights
  /// The place that goes to a newcomer, from 1; 0 keeps none.
  public let newcomerPlace: Int

  private let reader: CriteriaReader
  private let digest: @Sendable ([UInt8]) -> [UInt8]

  /// - Parameter digest: SHA-256.
  public init(
    shelf: ConsultantShelf, weights: RankingWeights = .standard, newcomerPlace: Int = 4,
    defaultCurrency: String = "EUR",
    digest: @escaping @Sendable ([UInt8]) -> [UInt8]
  ) {
    self.shelf = shelf
    self.weights = weights
    self.newcomerPlace = newcomerPlace
    reader = CriteriaReader(taxonomy: shelf.taxonomy, defaultCurrency: defaultCurrency)
    self.digest = digest
  }

  /// Returns the best consultants with their explanations.
  public func find(_ request: MatchRequest, now: Instant) throws(MatchError) -> MatchAnswer {
    guard (1...MatchRequest.mostResults).contains(request.maxResults) else { throw .resultLimit }
    let search = try search(request, now: now)
    let ranking = CandidateRanking(search.candidates, shelf, now: now, digest: digest)
    let shown = ranking.keepingPlace(newcomerPlace, in: ranking.top(request.maxResults))
    let results = search.results(of: shown, deliverables: request.deliverables)
    return MatchAnswer(
      results: results, totalFound: search.candidates.count,
      averageMatchScore: results.isEmpty
        ? nil : WholeNumbers.halfUp(results.reduce(0) { $0 + $1.overall }, results.count),
      relax: search.candidates.isEmpty ? relaxation(search.reading.criteria, request) : nil,
      criteria: search.reading.criteria, questions: search.reading.questions, weights: weights.version)
  }

  /// Returns the numbers of one consultant for a request, wherever it stands; nil if it does not pass the filters.
  public func why(_ consultant: String, _ request: MatchRequest, now: Instant) throws(MatchError) -> MatchResult? {
    let search = try search(request, now: now)
    guard let number = shelf.number(of: consultant) else { return nil }
    return search.results(of: search.candidates.filter { $0.number == number }, deliverables: request.deliverables)
      .first
  }

  /// Returns others for the same request: those that were shown are left out, and a consultant gains a fifth of what it
  /// has more than the original in the dimension where the original was weakest.
  public func alternatives(
    to original: MatchResult, shown: Set<String>, _ request: MatchRequest, now: Instant
  ) throws(MatchError) -> [MatchResult] {
    guard (1...MatchRequest.mostResults).contains(request.maxResults) else { throw .resultLimit }
    var others = request
    others.exclude.formUnion(shown)
    others.exclude.insert(original.consultant)
    let search = try search(others, now: now)
    let weakest = Dimension.allCases.min { original.scores[$0] < original.scores[$1] } ?? .expertise
    let lifted = search.candidates.map { candidate in
      let gain = max(0, candidate.scores[weakest] - original.scores[weakest])
      return CandidateRanking.Candidate(
        number: candidate.number, scores: candidate.scores,
        overall: min(100, candidate.overall + WholeNumbers.halfUp(gain, 5)))
    }
    let chosen = CandidateRanking(lifted, shelf, now: now, digest: digest).top(request.maxResults)
    let totals = Dictionary(uniqueKeysWithValues: search.candidates.map { ($0.number, $0) })
    return search.results(of: chosen.compactMap { totals[$0.number] }, deliverables: request.deliverables)
  }

  private func search(_ request: MatchRequest, now: Instant) throws(MatchError) -> MatchSearch {
    let reading = reader.read(request.text, given: request.criteria)
    if reading.terms.isEmpty, request.criteria == MatchCriteria() { throw .nothingToMatch }
    let asked = MatchFilter.allCases.filter { $0.isAsked(reading.criteria) }
    let numbers = shelf.profiles.indices.filter { number in
      isOpen(number, request) && asked.allSatisfy { $0.admits(shelf.profiles[number], reading.criteria) }
    }
    let scoring = CandidateScoring(
      reading.criteria, shelf, shelf.textScores(reading.terms, text: request.text),
      PriceComparison(reading.criteria, numbers.lazy.map { shelf.profiles[$0].prices }), now: now)
    let candidates = numbers.map { number in
      let scores = scoring.scores(number)
      return CandidateRanking.Candidate(number: number, scores: scores, overall: weights.overall(scores))
    }
    return MatchSearch(reading: reading, scoring: scoring, candidates: candidates, weights: weights)
  }

  private func isOpen(_ number: Int, _ request: MatchRequest) -> Bool {
    shelf.facts[number].isOpen && (request.exclude.isEmpty || !request.exclude.contains(shelf.profiles[number].id))
  }

  /// Of the filters that are asked, the one without which most would be found; the earlier one among equals.
  private func relaxation(_ criteria: MatchCriteria, _ request: MatchRequest) -> Relaxation? {
    let open = shelf.profiles.indices.filter { isOpen($0, request) }
    let asked = MatchFilter.allCases.filter { $0.isAsked(criteria) }
    var best: Relaxation?
    for filter in asked {
      let others = asked.filter { $0 != filter }
      let more = open.count { number in others.allSatisfy { $0.admits(shelf.profiles[number], criteria) } }
      if more > best?.more ?? 0 { best = Relaxation(filter: filter, more: more) }
    }
    return best
  }
}
