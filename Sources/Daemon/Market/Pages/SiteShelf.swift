import Availability
import CivilTime
import Locales
import Marketplace
import Matching
import Pages
import Storage
import Synchronization

/// The consultants as the site shows them, in memory. They are made anew when the catalogue has changed, and once a minute,
/// because bookings take free starts away.
final class SiteShelf: Sendable {
  private struct Kept {
    let versions: [String: Int64]
    let at: Instant
    let consultants: [ConsultantView]
  }

  private static let lifetime = Duration.seconds(60)
  /// So many free starts of each consultant are kept.
  private static let mostStarts = 600

  private let catalogue: CatalogueShelf
  private let taxonomy: Taxonomy
  private let kept = Mutex<[SiteLanguage: Kept]>([:])

  init(catalogue: CatalogueShelf, files: MatchingFiles?) {
    self.catalogue = catalogue
    taxonomy = files?.taxonomy ?? .empty
  }

  func consultants(
    _ reader: any StoreReader, in language: SiteLanguage, now: Instant
  ) throws(StoreError) -> [ConsultantView] {
    let present = try catalogue.catalogue(reader)
    let versions = present.consultants.mapValues(\.version)
    if let kept = kept.withLock({ $0[language] }), kept.versions == versions, kept.at <= now,
      now < kept.at.adding(Self.lifetime) ?? .latest
    {
      return kept.consultants
    }
    let starts = EarliestStarts(catalogue: present, now: now, most: Self.mostStarts)
    var consultants: [ConsultantView] = []
    for (slug, entry) in present.consultants.sorted(by: { $0.key < $1.key }) where entry.consultant.life.isShown {
      guard var view = view(slug, entry.consultant, present, language) else { continue }
      view.freeStarts = try starts.of(slug, entry.consultant, reader)
      consultants.append(view)
    }
    let made = Kept(versions: versions, at: now, consultants: consultants)
    kept.withLock { $0[language] = made }
    return consultants
  }

  // MARK: Records

  private func view(
    _ slug: String, _ consultant: Consultant, _ catalogue: Catalogue, _ language: SiteLanguage
  ) -> ConsultantView? {
    guard let rules = consultant.zone else { return nil }
    var view = ConsultantView(
      slug: slug, name: consultant.name, title: Self.passage(consultant.title, language) ?? Passage("", "en"),
      zone: NamedZone(name: consultant.zoneName, rules: rules))
    view.biography = Self.passage(consultant.biography, language)
    view.languages = consultant.languages
    let ranked = consultant.expertise.sorted { Self.rank($0.level) > Self.rank($1.level) }
    view.skills = ranked.map { term($0.skill, .skill, language) }
    view.expertSkills = Set(ranked.filter { Self.rank($0.level) >= 2 }.map(\.skill))
    view.industries = consultant.industries.map { term($0, .industry, language) }
    view.isAccepting = consultant.isAccepting && consultant.life == .published
    view.isVerified = consultant.identity == .verified
    view.years = consultant.experience.years
    let meetings = consultant.experience.meetings.map(\.rawValue)
    view.meetingTypes = meetings.isEmpty ? ["video"] : meetings
    let reviews = consultant.experience.reviews
    if reviews.count > 0 {
      view.rating = .init(
        tenths: (20 * reviews.stars + reviews.count) / (2 * reviews.count), count: reviews.count)
    }
    view.certificates = consultant.certificates.filter(\.isVerified).map { "\($0.name), \($0.issuer)" }
    view.offers = consultant.offers.compactMap { offer in
      guard let known = catalogue.offer(slug, offer.service) else { return nil }
      let service = known.service
      return OfferView(
        service: service.type, name: Self.passage(service.name, language) ?? Passage(service.type, "en"),
        description: Self.passage(service.description, language) ?? Passage("", "en"), base: known.base,
        currency: consultant.currency, minutes: service.length, participants: service.maxParticipants,
        features: service.features.map { Passage($0, "en") })
    }
    return view
  }

  private static func rank(_ level: Expertise.Level) -> Int {
    switch level {
    case .beginner: 0
    case .intermediate: 1
    case .expert: 2
    case .thoughtLeader: 3
    }
  }

  private static func passage(_ text: Translated, _ language: SiteLanguage) -> Passage? {
    text.text(in: language.rawValue).map { Passage($0.text, $0.language) }
  }

  /// How people say a skill or an industry; its id as words, if the taxonomy does not know it.
  private func term(_ id: String, _ kind: Concept.Kind, _ language: SiteLanguage) -> Term {
    let concept = taxonomy.concept(id)
    let label = concept?.kind != kind ? nil : concept?.label(language == .de ? .german : .english)
    return Term(id: id, label: label ?? Self.words(id))
  }

  private static func words(_ id: String) -> String {
    let words = String(id.map { $0 == "-" || $0 == "_" ? " " : $0 })
    return words.prefix(1).uppercased() + words.dropFirst()
  }

  // MARK: Time
}
