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
    let catalogue = try shelf.catalogue(reader)
    switch question {
    case .services:
      let services = catalogue.services.sorted { $0.key < $1.key }.map {
        Self.value($0.value.service)
      }
      return .found(.map(ValueMap([("items", .list(services))])), version: nil)
    case .consultants(let after, let limit):
      let shown = catalogue.consultants.filter {
        $0.value.consultant.life.isShown && $0.key > (after ?? "")
      }
      let page = shown.sorted { $0.key < $1.key }.prefix(limit)
      let items = page.map { Self.value($0.key, $0.value.consultant, catalogue) }
      let next: Value = shown.count > limit ? .string(page.last?.key ?? "") : .null
      return .found(.map(ValueMap([("items", .list(items)), ("next", next)])), version: nil)
    case .consultant(let slug):
      guard let entry = catalogue.consultants[slug], entry.consultant.life.isShown else {
        return .unknown
      }
      return .found(Self.value(slug, entry.consultant, catalogue), version: entry.version)
    case .slots(let slug, let parameters): return try slots(slug, parameters, catalogue, reader)
    }
  }

  // MARK: Slots

  private func slots(
    _ slug: String, _ parameters: [String: String], _ catalogue: Catalogue,
    _ reader: any StoreReader
  ) throws(StoreError) -> CatalogueAnswer {
    guard let entry = catalogue.consultants[slug], entry.consultant.life.isShown else {
      return .unknown
    }
    var faults: [FieldFault] = []
    func fault(_ name: String, _ expected: String) {
      faults.append(
        FieldFault(
          pointer: "#/\(name)", expected: expected,
          given: String((parameters[name] ?? "nothing").prefix(60))))
    }
    func date(_ name: String) -> LocalDate? {
      let date = try? LocalDate.parse(parameters[name] ?? "")
      if date == nil { fault(name, "a day, as 2030-01-31") }
      return date
    }
    let (from, to) = (date("from"), date("to"))
    let length = parameters["duration"].map { Int($0) }
    if case .some(nil) = length { fault("duration", "minutes") }
    var zone: (name: String, rules: ZoneRules)?
    if let name = parameters["zone"] {
      if let format = FieldFormat("zone", zones: shelf.zones), format.accepts(name),
        let rules = name == "UTC" ? .utc : shelf.zones.rules(for: name)
      {
        zone = (name, rules)
      } else {
        fault("zone", "a time zone that is known, as Europe/Berlin")
      }
    }
    for name in parameters.keys.sorted()
    where !["from", "to", "service", "duration", "zone"].contains(name) {
      fault(name, "no such parameter")
    }
    guard faults.isEmpty, let from, let to else { return .wrong(faults) }
    let search = SlotSearch(
      consultant: slug, service: parameters["service"] ?? "", length: length ?? nil, from: from,
      to: to, zone: zone)
    let prepared: SlotSearch.Prepared
    do throws(SlotSearch.Refusal) {
      prepared = try search.prepare(catalogue)
    } catch {
      switch error {
      case .unknownConsultant: return .unknown
      case .unknownOffer: fault("service", "a service that \(slug) offers")
      case .wrongLength(let lengths):
        fault("duration", "one of \(lengths.map(String.init).joined(separator: ", "))")
      case .tooManyDays: fault("to", "at most \(Days.most) days from the first")
      case .wrongDates: fault("to", "a day that is not before the first")
      }
      return .wrong(faults)
    }
    let booked = try BookedTime(of: slug, prepared, reader).meetings
    let starts = prepared.availability(booked: booked, now: now).starts()
    let values = starts.compactMap { prepared.slot($0).map(Self.value) }
    var answer = ValueMap([
      ("zone", .string(prepared.zone.name)), ("asOf", .timestamp(now)), ("version", .int(entry.version)),
      ("slots", .list(values)),
    ])
    if let read = catalogue.busyAsOf(slug) {
      answer["busyAsOf"] = .timestamp(read)
      answer["unverified"] = .bool(Self.isDoubtful(read, at: now))
    }
    return .found(.map(answer), version: nil)
  }

  /// True if another calendar was read too long ago to be relied on. What it said counts all the same.
  private static func isDoubtful(_ read: Instant, at now: Instant) -> Bool {
    read.adding(BusyTime.doubtfulAfter).map { $0 < now } ?? false
  }

  static func value(_ slot: Slot) -> Value {
    .map(
      ValueMap([
        ("start", .timestamp(slot.start)), ("end", .timestamp(slot.end)),
        ("wall", .string("\(slot.client.wall)")),
        ("offset", .int(Int64(slot.client.offset))),
        ("consultantWall", .string("\(slot.consultant.wall)")),
        ("consultantOffset", .int(Int64(slot.consultant.offset))),
      ]))
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
        ("title", .string(consultant.title)),
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
