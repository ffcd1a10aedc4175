import CivilTime
import HTTPTypes
import HummingbirdCore
import Ingress
import Locales
import Pages

/// The first page, lists, profiles and legal texts.
struct SearchHandler {
  let desk: SiteDesk
  let call: SiteCall

  private var context: PageContext { desk.context(call.language, call.path) }
  private static let featured = 6

  private func answer(_ page: Page) -> Response {
    SiteAnswer.page(page, isPublic: true, ifNoneMatch: call.head.headers[.ifNoneMatch])
  }

  func landing() async throws(Unreadable) -> Response {
    let all = try await desk.services.consultants(in: call.language)
    let bookable = all.filter { $0.isAccepting && !$0.freeStarts.isEmpty }
    let soonest = bookable.sorted { ($0.freeStarts[0], $0.name) < ($1.freeStarts[0], $1.name) }
    let facts = TrustFacts(
      experts: all.count, verified: all.count(where: \.isVerified), zones: Set(all.map(\.zone.name)).count,
      earliest: soonest.first?.freeStarts.first, rating: Self.rating(of: all))
    var proof = try await desk.services.proof()
    proof.logos = desk.logos
    return answer(
      LandingPage(
        context, featured: Array(soonest.prefix(Self.featured)), facts: facts, proof: proof, consultants: all, zone: nil
      ).page)
  }

  /// The rating of all together, each rating with the same weight.
  private static func rating(of all: [ConsultantView]) -> ConsultantView.Rating? {
    let rated = all.compactMap(\.rating)
    let count = rated.map(\.count).reduce(0, +)
    guard count > 0 else { return nil }
    let sum = rated.map { $0.tenths * $0.count }.reduce(0, +)
    return .init(tenths: (2 * sum + count) / (2 * count), count: count)
  }

  func results() async throws(Unreadable) -> Response {
    let criteria = SearchCriteria(call.path.query)
    let all = try await desk.services.consultants(in: call.language)
    var found = all
    if !criteria.text.isEmpty, let hits = try await desk.services.search(criteria.text, in: call.language) {
      let bySlug = Dictionary(all.map { ($0.slug, $0) }) { first, _ in first }
      found = hits.compactMap { hit in
        var consultant = bySlug[hit.slug]
        consultant?.score = hit.score
        consultant?.reason = hit.reason
        return consultant
      }
    }
    let chosen = criteria.choose(found, now: desk.services.now, in: nil)
    let compared = criteria.compared.compactMap { slug in all.first { $0.slug == slug } }
    return answer(
      ResultsPage(
        context, criteria, found: chosen, compared: compared, options: FilterOptions(of: all), zone: nil
      ).page)
  }

  func profile(_ slug: String) async throws(Unreadable) -> Response {
    guard let consultant = try await desk.services.consultants(in: call.language).first(where: { $0.slug == slug })
    else { return desk.notFound(call.language, call.path) }
    return answer(ProfilePage(context, consultant, zone: nil).page)
  }

  func legal(_ slug: String) -> Response {
    guard slug != SiteSettings.supplier, let legal = desk.settings.legal.first(where: { $0.slug == slug }),
      let text = legal.texts[call.language.rawValue] ?? legal.texts["en"]
    else { return desk.notFound(call.language, call.path) }
    let isForeign = legal.texts[call.language.rawValue] == nil
    let paragraphs = text.split(separator: "\n\n").dropFirst().map { String($0) }
    return answer(
      NoticePage(context, title: SiteDesk.title(text), paragraphs: paragraphs, language: isForeign ? "en" : nil).page)
  }
}
