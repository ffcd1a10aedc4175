import Availability
import CEL
import CivilTime
import Ingress
import Marketplace
import Pricing
import Storage

/// The catalogue as everybody sees it: who is shown, without addresses and accounts.
struct PublicCatalogue: Sendable {
  let shelf: CatalogueShelf
  let now: Instant

  func answer(_ question: CatalogueQuestion, _ reader: any StoreReader) throws(StoreError)
    -> CatalogueAnswer
  {
    let shelved = try shelf.shelved(reader)
    let catalogue = shelved.catalogue
    switch question {
    case .services(let after, let limit):
      let all = catalogue.services.filter { $0.key > (after ?? "") }.sorted { $0.key < $1.key }
      return Self.page(all, limit, tag: shelved.revision(of: .service)) { Self.value($0.value.service) }
    case .consultants(let after, let limit):
      let shown = catalogue.consultants.filter { $0.value.consultant.life.isShown && $0.key > (after ?? "") }
      let tag = shelved.revision(of: .consultant, .service)
      return Self.page(shown.sorted { $0.key < $1.key }, limit, tag: tag) {
        Self.value($0.key, $0.value.consultant, catalogue)
      }
    case .consultant(let slug):
      guard let entry = catalogue.consultants[slug], entry.consultant.life.isShown else { return .unknown }
      // Prices may be those of the services.
      return .found(
        Self.value(slug, entry.consultant, catalogue), tag: "\(entry.version).\(shelved.revision(of: .service))")
    case .slots(let slug, let parameters, let isOfSite):
      return try slots(parameters, isOfSite, catalogue).of(slug, reader)
    case .allSlots(let parameters, let isOfSite): return try slots(parameters, isOfSite, catalogue).ofAll(reader)
    }
  }

  private func slots(_ parameters: [String: String], _ isOfSite: Bool, _ catalogue: Catalogue) -> PublicSlots {
    PublicSlots(catalogue: catalogue, zones: shelf.zones, now: now, parameters: parameters, isOfSite: isOfSite)
  }

  private static func page<Item>(
    _ all: [(key: String, value: Item)], _ limit: Int, tag: String, _ value: ((key: String, value: Item)) -> Value
  ) -> CatalogueAnswer {
    let page = all.prefix(limit)
    let next: Value = all.count > limit ? .string(page.last?.key ?? "") : .null
    return .found(.map(ValueMap([("items", .list(page.map(value))), ("next", next)])), tag: tag)
  }

  // MARK: Records

  private static func value(_ text: Translated) -> Value {
    .map(ValueMap(text.texts.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) }))
  }

  private static func value(_ service: Service) -> Value {
    .map(
      ValueMap([
        ("type", .string(service.type)), ("name", value(service.name)),
        ("description", value(service.description)),
        (
          "prices",
          .map(ValueMap(service.prices.sorted { $0.key < $1.key }.map { ($0.key, .int($0.value)) }))
        ),
        ("billing", .string(service.billing.rawValue)),
        ("lengths", .list(service.lengths.map { .int(Int64($0)) })),
        ("length", .int(Int64(service.length))),
        ("complexity", .string(service.complexity.rawValue)),
        ("maxParticipants", .int(Int64(service.maxParticipants))),
        ("features", .list(service.features.map { .string($0) })),
      ]))
  }

  private static func value(_ slug: String, _ consultant: Consultant, _ catalogue: Catalogue)
    -> Value
  {
    let offers = consultant.offers.filter(\.isEnabled).compactMap { offer -> Value? in
      guard let base = catalogue.offer(slug, offer.service)?.base else { return nil }
      return .map(
        ValueMap([
          ("service", .string(offer.service)), ("from", .int(base)),
          ("currency", .string(consultant.currency)),
        ]))
    }
    let expertise = consultant.expertise.map { skill -> Value in
      .map(ValueMap([("skill", .string(skill.skill)), ("level", .string(skill.level.rawValue))]))
    }
    let reviews = consultant.experience.reviews
    // The plain mean in tenths, rounded half up; there are no stars without a review.
    let rating: Value =
      reviews.count == 0
      ? .null
      : .map(
        ValueMap([
          ("tenths", .int(Int64((20 * reviews.stars + reviews.count) / (2 * reviews.count)))),
          ("count", .int(Int64(reviews.count))),
        ]))
    return .map(
      ValueMap([
        ("slug", .string(slug)), ("name", .string(consultant.name)),
        ("title", .string(consultant.title.text(in: "en")?.text ?? "")), ("titles", value(consultant.title)),
        ("biography", value(consultant.biography)),
        ("languages", .list(consultant.languages.map { .string($0) })),
        ("expertise", .list(expertise)),
        ("industries", .list(consultant.industries.map { .string($0) })),
        ("rating", rating), ("yearsOfExperience", .int(Int64(consultant.experience.years))),
        ("zone", .string(consultant.zoneName)),
        ("acceptingNewClients", .bool(consultant.life == .published && consultant.isAccepting)),
        ("offers", .list(offers)),
      ]))
  }
}
