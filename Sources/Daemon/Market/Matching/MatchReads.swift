import CEL
import CivilTime
import Control
import Matching
import Storage

/// Searches for consultants, as operators try them.
struct MatchReads: Sendable {
  let store: StoreReads
  /// Nil if the settings name no file of skills.
  let shelf: MatchShelf?
  let now: @Sendable () -> Instant

  func find(_ request: FindMatches) async throws(ControlFailure) -> MatchPage {
    let (shelf, search, instant) = (try configured(), try search(request), now())
    let answer = try await store.query { reader throws(StoreError) -> Result<MatchAnswer, MatchError> in
      let matcher = try shelf.matcher(reader, now: instant)
      do throws(MatchError) {
        return .success(try matcher.find(search, now: instant))
      } catch {
        return .failure(error)
      }
    }
    switch answer {
    case .success(let answer): return page(answer, shelf.files.taxonomy)
    case .failure(let error): throw Self.failure(error)
    }
  }

  func why(_ request: ExplainMatch) async throws(ControlFailure) -> MatchDetail {
    let (shelf, search, instant) = (try configured(), try search(request.search), now())
    let slug = request.slug.string
    let answer = try await store.query { reader throws(StoreError) -> Result<(MatchResult?, String), MatchError> in
      let matcher = try shelf.matcher(reader, now: instant)
      do throws(MatchError) {
        return .success((try matcher.why(slug, search, now: instant), matcher.weights.version))
      } catch {
        return .failure(error)
      }
    }
    switch answer {
    case .success((let result?, let weights)): return detail(result, shelf.files, weights)
    case .success((nil, _)):
      throw StoreReads.notFound(
        "consultant '\(slug)' among those that pass the filters",
        hint: "'magnetiqctl consultants list' lists them; without filters everybody who is published passes")
    case .failure(let error): throw Self.failure(error)
    }
  }

  private func configured() throws(ControlFailure) -> MatchShelf {
    guard let shelf else { throw Self.notConfigured }
    return shelf
  }

  static let notConfigured = ControlFailure(
    status: 404, code: "not_configured", message: "nothing is searched: the settings name no file of skills",
    hint: "set matching.skills, and start the daemon again")

  private func search(_ request: FindMatches) throws(ControlFailure) -> MatchRequest {
    var reading = CriteriaReading(taxonomy: try configured().files.taxonomy)
    let criteria = reading.criteria(request.criteria ?? ValueMap())
    guard reading.faults.isEmpty else {
      throw ControlFailure(
        status: 422, code: "wrong_data",
        message: reading.faults.map { "criteria.\($0.field): expected \($0.expected), given \($0.given)" }
          .joined(separator: "; "))
    }
    return MatchRequest(
      text: request.text?.string ?? "", criteria: criteria,
      maxResults: request.limit.map { Int($0.number) } ?? 5)
  }

  private static func failure(_ error: MatchError) -> ControlFailure {
    switch error {
    case .nothingToMatch:
      ControlFailure(
        status: 422, code: error.rawValue, message: "the text has no word to search for, and there is no criterion",
        hint: "say in a sentence what the meeting is about")
    case .resultLimit:
      ControlFailure(
        status: 422, code: error.rawValue, message: "a search shows 1 to \(MatchRequest.mostResults) consultants")
    }
  }

  private func page(_ answer: MatchAnswer, _ taxonomy: Taxonomy) -> MatchPage {
    MatchPage(
      results: answer.results.enumerated().map { place, result in
        MatchEntry(
          place: Int64(place + 1), slug: result.consultant, overall: Int64(result.overall),
          isNewcomer: result.isNewcomer, why: ExplanationText.why(result, taxonomy, .english))
      },
      totalFound: Int64(answer.totalFound), averageMatchScore: answer.averageMatchScore.map { Int64($0) },
      relax: answer.relax.map { "\($0)" }, skills: answer.criteria.requiredExpertise,
      industries: answer.criteria.industryBackground, questions: answer.questions.map { $0.text(.english) },
      weights: answer.weights)
  }

  private func detail(_ result: MatchResult, _ files: MatchingFiles, _ weights: String) -> MatchDetail {
    let explanation = result.explanation
    return MatchDetail(
      slug: result.consultant, overall: Int64(result.overall), isNewcomer: result.isNewcomer,
      why: ExplanationText.why(result, files.taxonomy, .english),
      contributions: explanation.contributions.map {
        MatchContribution(
          dimension: $0.dimension.rawValue, score: Int64($0.score), weight: Int64($0.weight), points: Int64($0.points))
      },
      strengths: explanation.strengths.map { ExplanationText.name($0, .english) },
      concerns: explanation.concerns.map { ExplanationText.sentence($0, .english) },
      skills: explanation.matchedSkills.map { "\($0.required): \($0.skill), \($0.level.rawValue)" },
      weights: weights)
  }
}
