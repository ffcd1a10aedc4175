import Availability
import CEL
import CivilTime
import Ingress
import Marketplace
import Storage

/// When consultants can be booked, as everybody sees it, and why not at other times, as sites do.
struct PublicSlots {
  /// The most consultants of one question.
  static let most = 50

  let catalogue: Catalogue
  let zones: any ZoneSource
  let now: Instant
  /// The query's, as they came.
  let parameters: [String: String]
  let isOfSite: Bool

  /// The question without the consultant.
  private struct Question {
    var service: String
    var length: Int?
    var from: LocalDate
    var to: LocalDate
    var zone: (name: String, rules: ZoneRules)?
    var explains: Bool
    var hasPrices: Bool
  }

  /// Everything that is wrong with the query.
  private struct Faults: Error {
    var list: [FieldFault]
  }

  // MARK: Answers

  /// Answers for one consultant.
  func of(_ slug: String, _ reader: any StoreReader) throws(StoreError) -> CatalogueAnswer {
    guard catalogue.consultants[slug]?.consultant.life.isShown == true else { return .unknown }
    switch read(besides: []) {
    case .failure(let faults): return .wrong(faults.list)
    case .success(let question):
      guard isOfSite || !question.explains else { return .forSites }
      switch prepare(slug, question) {
      case .failure(let faults): return .wrong(faults.list)
      case .success(let prepared):
        return .found(.map(try slots(slug, prepared, question, reader)), tag: nil)
      }
    }
  }

  /// Answers for the consultants that the query names. Who is not shown, or does not offer the service, is named as
  /// missing: they may have been there a moment ago.
  func ofAll(_ reader: any StoreReader) throws(StoreError) -> CatalogueAnswer {
    var slugs: [String] = []
    for slug in (parameters["consultants"] ?? "").split(separator: ",").map(String.init) where !slugs.contains(slug) {
      slugs.append(slug)
    }
    let question: Question
    switch read(besides: ["consultants"]) {
    case .success(let read) where (1...Self.most).contains(slugs.count): question = read
    case .success: return .wrong([tooMany(slugs.count)])
    case .failure(let faults):
      let more = (1...Self.most).contains(slugs.count) ? [] : [tooMany(slugs.count)]
      return .wrong(more + faults.list)
    }
    guard isOfSite || !question.explains else { return .forSites }
    var items: [Value] = []
    var missing: [Value] = []
    for slug in slugs {
      guard catalogue.consultants[slug]?.consultant.life.isShown == true,
        catalogue.offer(slug, question.service) != nil
      else {
        missing.append(.string(String(slug.prefix(100))))
        continue
      }
      switch prepare(slug, question) {
      case .failure(let faults): return .wrong(faults.list)
      case .success(let prepared):
        var item = ValueMap([("consultant", .string(slug))])
        for entry in try slots(slug, prepared, question, reader).entries {
          item[entry.key.stringValue ?? ""] = entry.value
        }
        items.append(.map(item))
      }
    }
    return .found(.map(ValueMap([("items", .list(items)), ("missing", .list(missing))])), tag: nil)
  }

  private func tooMany(_ count: Int) -> FieldFault {
    FieldFault(
      pointer: "#/consultants", expected: "1 to \(Self.most) slugs with commas between them",
      given: count == 0 ? "nothing" : "\(count) of them")
  }

  // MARK: Reading

  private func read(besides more: Set<String>) -> Result<Question, Faults> {
    var faults: [FieldFault] = []
    func date(_ name: String) -> LocalDate? {
      let date = try? LocalDate.parse(parameters[name] ?? "")
      if date == nil { faults.append(fault(name, "a day, as 2030-01-31")) }
      return date
    }
    let (from, to) = (date("from"), date("to"))
    if parameters["service"]?.isEmpty != false {
      faults.append(fault("service", "the type of a service, as GET /v1/services lists them"))
    }
    let length = parameters["duration"].map { Int($0) }
    if case .some(nil) = length { faults.append(fault("duration", "minutes")) }
    var zone: (name: String, rules: ZoneRules)?
    if let name = parameters["zone"] {
      if let format = FieldFormat("zone", zones: zones), format.accepts(name),
        let rules = name == "UTC" ? .utc : zones.rules(for: name)
      {
        zone = (name, rules)
      } else {
        faults.append(fault("zone", "a time zone that is known, as Europe/Berlin"))
      }
    }
    for name in ["explain", "prices"] where !["0", "1"].contains(parameters[name] ?? "0") {
      faults.append(fault(name, "0 or 1"))
    }
    let known = more.union(["from", "to", "service", "duration", "zone", "explain", "prices"])
    for name in parameters.keys.sorted() where !known.contains(name) {
      faults.append(
        FieldFault(
          pointer: "#/\(name.prefix(40))", expected: "a known parameter", given: "an unknown one",
          cure: "leave it out; there are \(known.sorted().joined(separator: ", "))"))
    }
    guard faults.isEmpty, let from, let to else { return .failure(Faults(list: faults)) }
    return .success(
      Question(
        service: parameters["service"] ?? "", length: length ?? nil, from: from, to: to, zone: zone,
        explains: parameters["explain"] == "1", hasPrices: parameters["prices"] == "1"))
  }

  private func fault(_ name: String, _ expected: String) -> FieldFault {
    FieldFault(
      pointer: "#/\(name.prefix(40))", expected: expected, given: String((parameters[name] ?? "nothing").prefix(60)))
  }

  private func prepare(_ slug: String, _ question: Question) -> Result<SlotSearch.Prepared, Faults> {
    let search = SlotSearch(
      consultant: slug, service: question.service, length: question.length, from: question.from, to: question.to,
      zone: question.zone)
    do throws(SlotSearch.Refusal) {
      return .success(try search.prepare(catalogue))
    } catch {
      switch error {
      case .unknownConsultant, .unknownOffer: return failure("service", "a service that \(slug) offers")
      case .wrongLength(let lengths):
        return failure("duration", "for \(slug) one of \(lengths.map(String.init).joined(separator: ", "))")
      case .tooManyDays: return failure("to", "at most \(Days.most) days from the first")
      case .edgeOfCalendar: return failure("from", "days of the years 1 to 9999, and not their first or last")
      case .wrongDates: return failure("to", "a day that is not before the first")
      }
    }
  }

  private func failure<T>(_ name: String, _ expected: String) -> Result<T, Faults> {
    .failure(Faults(list: [fault(name, expected)]))
  }

  // MARK: Slots

  private func slots(
    _ slug: String, _ prepared: SlotSearch.Prepared, _ question: Question, _ reader: any StoreReader
  ) throws(StoreError) -> ValueMap {
    let booked = try BookedTime(of: slug, prepared, reader)
    let time = prepared.availability(booked: booked.meetings, now: now)
    let cells = question.explains ? time.cells() : time.starts().map { (start: $0, decision: .free) }
    var prices: SlotPrices?
    if question.hasPrices {
      let paid = try booked.paid(slug, reader)
      prices = SlotPrices(prepared, rules: catalogue.priceRules, paid: paid, now: now)
    }
    let values = cells.compactMap { cell -> Value? in
      guard let slot = prepared.slot(cell.start) else { return nil }
      var map = Self.map(slot)
      if question.explains { Self.explain(cell.decision, in: &map) }
      if cell.decision.isFree, let price = prices?.price(of: cell.start) {
        map["pricing"] = Self.value(price, prepared.consultant.currency)
      }
      return .map(map)
    }
    var answer = ValueMap([
      ("zone", .string(prepared.zone.name)), ("asOf", .timestamp(now)),
      ("version", .int(catalogue.consultants[slug]?.version ?? 0)), ("slots", .list(values)),
    ])
    if let changes = changes(prepared, question) { answer["clockChanges"] = changes }
    if let read = catalogue.busyAsOf(slug) {
      answer["busyAsOf"] = .timestamp(read)
      answer["unverified"] = .bool(isDoubtful(read))
    }
    return answer
  }

  /// The days on which the clocks of either zone change, from a week before the first day that was asked for: people who
  /// are used to the old difference may come at the wrong hour. nil if the zones are the same, or nothing changes.
  private func changes(_ prepared: SlotSearch.Prepared, _ question: Question) -> Value? {
    guard prepared.zone.name != prepared.consultant.zoneName, let own = prepared.consultant.zone else { return nil }
    let days = Set(
      [own, prepared.zone.rules].flatMap { Days.changes(from: question.from, to: question.to, $0) })
    return days.isEmpty ? nil : .list(days.sorted().map { .string("\($0)") })
  }

  /// True if another calendar was read too long ago to be relied on. What it said counts all the same.
  private func isDoubtful(_ read: Instant) -> Bool { read.adding(BusyTime.doubtfulAfter).map { $0 < now } ?? false }

  static func value(_ slot: Slot) -> Value { .map(map(slot)) }

  private static func explain(_ decision: StartDecision, in map: inout ValueMap) {
    map["available"] = .bool(decision.isFree)
    guard case .conflict(let reason, let detail) = decision else { return }
    map["reason"] = .string(reason.rawValue)
    if let detail { map["reasonDetail"] = .string(detail.rawValue) }
  }

  private static func value(_ price: SlotPrice, _ currency: String) -> Value {
    .map(
      ValueMap([
        ("price", .int(price.amount)), ("currency", .string(currency)), ("multiplier", .int(price.multiplier)),
        ("demandLevel", .string(price.demandLevel)),
      ]))
  }

  private static func map(_ slot: Slot) -> ValueMap {
    ValueMap([
      ("start", .timestamp(slot.start)), ("end", .timestamp(slot.end)),
      ("wall", .string("\(slot.client.wall)")), ("offset", .int(Int64(slot.client.offset))),
      ("consultantWall", .string("\(slot.consultant.wall)")),
      ("consultantOffset", .int(Int64(slot.consultant.offset))),
    ])
  }
}
