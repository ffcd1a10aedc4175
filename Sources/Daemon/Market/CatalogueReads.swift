import Availability
import CEL
import CivilTime
import Control
import Marketplace
import Storage

/// The catalogue as operators list and show it.
struct CatalogueReads: Sendable {
  let store: StoreReads
  let shelf: CatalogueShelf
  let now: @Sendable () -> Instant

  func catalogue() async throws(ControlFailure) -> Catalogue {
    try await store.query { [shelf] reader throws(StoreError) in try shelf.catalogue(reader) }
  }

  func consultants(_ request: ListConsultants) async throws(ControlFailure) -> Page<
    ConsultantSummary
  > {
    let all = try await catalogue().consultants.sorted { $0.key < $1.key }
    let wanted = request.status?.rawValue
    return Page(
      all.filter { wanted == nil || $0.value.consultant.life.rawValue == wanted }.map {
        slug, entry in
        ConsultantSummary(
          slug: slug, name: entry.consultant.name, status: entry.consultant.life.rawValue,
          zone: entry.consultant.zoneName,
          services: entry.consultant.offers.filter(\.isEnabled).map(\.service),
          version: entry.version)
      })
  }

  func services() async throws(ControlFailure) -> Page<ServiceSummary> {
    let all = try await catalogue().services.sorted { $0.key < $1.key }
    return Page(
      all.map { type, entry in
        let prices = entry.service.prices.sorted { $0.key < $1.key }.map {
          ($0.key, Value.int($0.value))
        }
        return ServiceSummary(
          type: type, name: entry.service.name.text(in: "en")?.text ?? "", prices: ValueMap(prices),
          length: Int64(entry.service.length), version: entry.version)
      })
  }

  func consultant(_ slug: ShortText) async throws(ControlFailure) -> RecordDetail {
    let catalogue = try await catalogue()
    let missing = catalogue.consultants[slug.string].map {
      Publication.missing($0.consultant, services: catalogue.servicesByType).map {
        "\($0.field): \($0.message)"
      }
    }
    return try await detail(.consultant, slug.string, catalogue, missing ?? [])
  }

  func service(_ type: ShortText) async throws(ControlFailure) -> RecordDetail {
    try await detail(.service, Service.type(type.string), try await catalogue(), [])
  }

  private func detail(
    _ kind: CatalogueRecord.Kind, _ id: String, _ catalogue: Catalogue, _ missing: [String]
  ) async throws(ControlFailure) -> RecordDetail {
    guard let record = catalogue.record(kind, id) else { throw Self.unknown(kind, id) }
    let log = try await store.query { reader throws(StoreError) in
      try reader.log(ofRecord: id, kind: kind.rawValue)
    }
    return RecordDetail(
      id: id, version: record.version, body: record.body.mapValue ?? ValueMap(), missing: missing,
      log: log.map(Self.version))
  }

  static func version(_ entry: RecordLogEntry) -> RecordVersion {
    RecordVersion(
      version: entry.record.version, at: StoredJSON.instant(entry.record.at), actor: entry.actor, reason: entry.reason)
  }

  static func unknown(_ kind: CatalogueRecord.Kind, _ id: String) -> ControlFailure {
    StoreReads.notFound(
      "\(kind.rawValue) '\(id)'", hint: "'magnetiqctl \(kind.rawValue)s list' shows what there is")
  }

  // MARK: Slots

  func slots(_ request: FindSlots) async throws(ControlFailure) -> Page<SlotEntry> {
    let search = try search(request)
    let (shelf, instant, explains) = (shelf, now(), request.explain == true)
    let answer = try await store.query {
      reader throws(StoreError) -> Result<[SlotEntry], SlotSearch.Refusal> in
      let catalogue = try shelf.catalogue(reader)
      let prepared: SlotSearch.Prepared
      do throws(SlotSearch.Refusal) {
        prepared = try search.prepare(catalogue)
      } catch {
        return .failure(error)
      }
      let booked = try BookedTime(of: search.consultant, prepared, reader).meetings
      return .success(
        Self.entries(prepared, prepared.availability(booked: booked, now: instant), explains))
    }
    switch answer {
    case .success(let entries): return Page(entries)
    case .failure(let refusal): throw Self.failure(refusal, request)
    }
  }

  private static func entries(
    _ prepared: SlotSearch.Prepared, _ time: BookableTime, _ explains: Bool
  ) -> [SlotEntry] {
    let cells: [(start: Int64, decision: StartDecision)] =
      explains ? time.cells() : time.starts().map { ($0, .free) }
    return cells.compactMap { cell in
      guard let slot = prepared.slot(cell.start) else { return nil }
      var entry = SlotEntry(
        start: slot.start, end: slot.end, wall: "\(slot.client.wall)",
        consultantWall: "\(slot.consultant.wall)")
      if case .conflict(let reason, let detail) = cell.decision {
        (entry.reason, entry.detail) = (reason.rawValue, detail?.rawValue)
      }
      return entry
    }
  }

  private func search(_ request: FindSlots) throws(ControlFailure) -> SlotSearch {
    let from: LocalDate
    let to: LocalDate
    do throws(CivilTimeError) {
      (from, to) = (
        try LocalDate.parse(request.from.string), try LocalDate.parse(request.to.string)
      )
    } catch {
      throw ControlFailure(status: 400, code: "wrong_type", message: error.message)
    }
    var zone: (name: String, rules: ZoneRules)?
    if let name = request.zone?.string {
      guard let format = FieldFormat("zone", zones: shelf.zones), format.accepts(name),
        let rules = name == "UTC" ? .utc : shelf.zones.rules(for: name)
      else {
        throw ControlFailure(
          status: 400, code: "wrong_type", message: "'\(name)' is no time zone that is known",
          hint: "as Europe/Berlin")
      }
      zone = (name, rules)
    }
    return SlotSearch(
      consultant: request.slug.string, service: request.service.string,
      length: request.length.map { Int($0) },
      from: from, to: to, zone: zone)
  }

  private static func failure(_ refusal: SlotSearch.Refusal, _ request: FindSlots) -> ControlFailure {
    switch refusal {
    case .unknownConsultant: return unknown(.consultant, request.slug.string)
    case .unknownOffer:
      return ControlFailure(
        status: 404, code: "not_found",
        message: "\(request.slug.string) does not offer '\(request.service.string)'",
        hint: "'magnetiqctl consultants show \(request.slug.string)' shows the offers")
    case .wrongLength(let lengths):
      return ControlFailure(
        status: 422, code: "wrong_data",
        message: "the length is one of \(lengths.map(String.init).joined(separator: ", "))")
    case .tooManyDays:
      return ControlFailure(
        status: 422, code: "wrong_data", message: "at most \(Days.most) days are asked for at once")
    case .edgeOfCalendar:
      return ControlFailure(
        status: 422, code: "wrong_data",
        message: "the days are those of the years 1 to 9999, and not their first or last")
    case .wrongDates:
      return ControlFailure(
        status: 422, code: "wrong_data", message: "the last day is before the first")
    }
  }
}
