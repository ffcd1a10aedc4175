import CEL
import Marketplace
import Matching

/// The consultants that were found, as the public API tells them.
struct MatchValue {
  let shelf: ConsultantShelf
  let catalogue: Catalogue
  let language: Language

  func results(_ results: [MatchResult]) -> Value {
    .list(results.enumerated().map { place, result in .map(entry(result, place: place + 1)) })
  }

  private func entry(_ result: MatchResult, place: Int) -> ValueMap {
    let explanation = result.explanation
    let profile = shelf.profile(result.consultant)
    let consultant = catalogue.consultants[result.consultant]?.consultant
    var map = ValueMap([
      ("place", .int(Int64(place))), ("consultant", .string(result.consultant)),
      ("name", .string(consultant?.name ?? result.consultant)),
      ("title", .string(consultant?.title.text(in: language.rawValue)?.text ?? "")),
      ("overall", .int(Int64(result.overall))), ("isNewHere", .bool(result.isNewcomer)),
      ("scores", .map(ValueMap(Dimension.allCases.map { ($0.rawValue, .int(Int64(result.scores[$0]))) }))),
      ("why", .string(ExplanationText.why(result, shelf.taxonomy, language))),
      ("strengths", texts(explanation.strengths.map { ExplanationText.name($0, language) })),
      ("concerns", texts(explanation.concerns.map { ExplanationText.sentence($0, language) })),
      (
        "skills",
        .list(
          explanation.matchedSkills.map {
            .map(
              ValueMap([
                ("required", .string($0.required)), ("skill", .string($0.skill)), ("level", .string($0.level.rawValue)),
              ]))
          })
      ),
      (
        "experience",
        .list(
          explanation.relevantExperience.map {
            .map(ValueMap([("industry", .string($0.industry)), ("years", .int(Int64($0.years)))]))
          })
      ),
      ("stories", texts(explanation.similarSuccessStories)), ("outcomes", texts(explanation.expectedOutcomes)),
    ])
    // The stars that people see are the plain mean; there are none without a review.
    map["rating"] = profile?.ratings.shown(language).map { .string($0) } ?? .null
    map["nextFree"] = profile?.freeStarts.first.map { .timestamp($0) } ?? .null
    map["from"] = consultant.flatMap { price(result.consultant, $0) } ?? .null
    map["trust"] = texts((profile.map { Verification.allCases.filter($0.verification.contains) } ?? []).map(\.rawValue))
    return map
  }

  /// The lowest price of what can be booked.
  private func price(_ slug: String, _ consultant: Consultant) -> Value? {
    let offers = consultant.offers.compactMap { offer in catalogue.offer(slug, offer.service) }
    return offers.min { $0.base < $1.base }.map { offer in
      .map(
        ValueMap([
          ("amount", .int(offer.base)), ("currency", .string(consultant.currency)),
          ("service", .string(offer.service.type)),
        ]))
    }
  }

  private func texts(_ texts: [String]) -> Value { .list(texts.map { .string($0) }) }
}
