import CEL
import CivilTime
import EngineMessages
import Ingress
import Marketplace
import Matching
import Storage
import WorkflowEngine

/// Searches for sites, keeps what was shown, and takes what became of it.
struct MatchDesk: Sendable {
  let writer: WriterThread
  let readers: ReaderPool
  /// Nil if the settings name no file of skills.
  let shelf: MatchShelf?
  /// Derives the id of a search from the site's key, so that a repeated request is kept once.
  let identity: @Sendable (String) -> String

  private static let notConfigured = MarketRefusal(
    status: 404, code: "not_configured", message: "nothing is searched here: the settings name no file of skills")
  private static let unknown = MarketRefusal(
    status: 404, code: "not_found", message: "there is no such search; searches are kept for a time only")

  // MARK: Searching

  func find(_ body: Value, key: String?, by source: String) async throws(Unreadable) -> MarketAnswer {
    guard let shelf else { return .refused(Self.notConfigured) }
    let call: MatchCall
    switch MatchCall.read(body, shelf.files.taxonomy) {
    case .success(let read): call = read
    case .failure(let refusal): return .refused(refusal)
    }
    let now = writer.clock.now
    let found = try await read { reader throws(StoreError) in try Self.found(call, shelf, now: now, reader) }
    switch found {
    case .failure(let refusal): return .refused(refusal)
    case .success(var found):
      let id = identity("search/\(source)/\(key ?? "\(UInt64.random(in: 0 ... .max))")")
      found.answer["id"] = await keep(found.search, id: id, by: source) ? .string(id) : .null
      return .found(.map(found.answer))
    }
  }

  private struct Found: Sendable {
    var answer: ValueMap
    let search: StoredSearch
  }

  private static func found(
    _ call: MatchCall, _ shelf: MatchShelf, now: Instant, _ reader: any StoreReader
  ) throws(StoreError) -> Result<Found, MarketRefusal> {
    let (matcher, catalogue) = (try shelf.matcher(reader, now: now), try shelf.catalogue.catalogue(reader))
    var request = call.request
    if let service = request.criteria.service { request.deliverables = deliverables(service, catalogue) }
    do throws(MatchError) {
      let answer = try matcher.find(request, now: now)
      var results = answer.results
      if let slug = call.original {
        guard let original = try matcher.why(slug, request, now: now) else {
          return .failure(MarketTerms.wrong("insteadOf", "a consultant whom the search finds"))
        }
        results = try matcher.alternatives(to: original, shown: request.exclude, request, now: now)
      }
      let asked = answer.criteria.languages.first == .german ? Language.german : .english
      let language = call.language ?? asked
      let criteria = StoredSearch.value(answer.criteria)
      return .success(
        Found(
          answer: ValueMap([
            ("id", .null),
            ("results", MatchValue(shelf: matcher.shelf, catalogue: catalogue, language: language).results(results)),
            ("totalFound", .int(Int64(answer.totalFound))),
            ("averageMatchScore", average(results)),
            ("relax", answer.relax.map { .string("\($0)") } ?? .null), ("criteria", criteria),
            (
              "refinementQuestions",
              .list(
                answer.questions.map {
                  .map(ValueMap([("field", .string($0.rawValue)), ("text", .string($0.text(language)))]))
                })
            ),
            ("weights", .string(answer.weights)),
            ("ranking", .list(ExplanationText.ranking(matcher.weights, language).map { .string($0) })),
          ]),
          search: StoredSearch(
            at: now, weights: answer.weights, criteria: criteria,
            shown: results.map { SearchRecord.Shown($0.consultant, $0.scores) })))
    } catch {
      return .failure(refusal(error))
    }
  }

  private static func deliverables(_ type: String, _ catalogue: Catalogue) -> [String] {
    catalogue.services[Service.type(type)]?.service.deliverables ?? []
  }

  /// Rounded half up; null without results.
  private static func average(_ results: [MatchResult]) -> Value {
    guard !results.isEmpty else { return .null }
    let sum = results.reduce(0) { $0 + $1.overall }
    return .int(Int64((2 * sum + results.count) / (2 * results.count)))
  }

  private static func refusal(_ error: MatchError) -> MarketRefusal {
    switch error {
    case .nothingToMatch:
      MarketRefusal(
        status: 422, code: error.rawValue,
        message: "the text has no word to search for, and there is no criterion; say in a sentence what it is about",
        faults: [FieldFault(pointer: "#/text", expected: "words of a subject, or criteria", given: "none")])
    case .resultLimit: MarketTerms.wrong("maxResults", "1 to \(MatchRequest.mostResults)")
    }
  }

  /// Returns false if it could not be kept, which the caller of a search need not know.
  private func keep(_ search: StoredSearch, id: String, by source: String) async -> Bool {
    let draft = RecordDraft(kind: StoredSearch.kind, id: id, version: 1, body: JSON.encode(search.record))
    let reply = await writer.submit { .records(RecordChange(puts: [draft], actor: source, reason: "searched"), $0) }
    switch reply {
    case .carriedOut, .rejected: return true
    default: return false
    }
  }

  // MARK: What became of it

  func why(_ id: String, _ slug: String) async throws(Unreadable) -> MarketAnswer {
    guard let shelf else { return .refused(Self.notConfigured) }
    let found = try await read { reader throws(StoreError) -> Value? in
      guard let search = try Self.stored(id, reader)?.search,
        let place = search.shown.firstIndex(where: { $0.consultant == slug })
      else { return nil }
      let scores = search.shown[place].scores
      var answer = ValueMap([
        ("consultant", .string(slug)), ("place", .int(Int64(place + 1))), ("at", .string("\(search.at)")),
        ("weights", .string(search.weights)), ("criteria", search.criteria),
        ("outcome", .string(search.shown[place].outcome.rawValue)),
      ])
      if let weights = try WeightBook(base: shelf.files.weights, reader).weights(named: search.weights) {
        answer["overall"] = .int(Int64(weights.overall(scores)))
        answer["contributions"] = .list(
          weights.contributions(scores).map {
            .map(
              ValueMap([
                ("dimension", .string($0.dimension.rawValue)), ("score", .int(Int64($0.score))),
                ("weight", .int(Int64($0.weight))), ("points", .int(Int64($0.points))),
              ]))
          })
      }
      return .map(answer)
    }
    return found.map { .found($0) } ?? .refused(Self.unknown)
  }

  func note(_ body: Value, on id: String, by source: String) async throws(Unreadable) -> MarketAnswer {
    let words = SearchRecord.Outcome.allCases.filter { $0 != .shown }
    var faults: [FieldFault] = []
    let slug = body["consultant"]?.stringValue
    let outcome = body["outcome"]?.stringValue.flatMap { word in words.first { $0.rawValue == word } }
    func fault(_ field: String, _ expected: String) {
      let given = String(JSON.text(body[field] ?? .null).prefix(60))
      faults.append(FieldFault(pointer: "#/\(field)", expected: expected, given: given))
    }
    if slug == nil { fault("consultant", "the slug of a consultant who was shown") }
    if outcome == nil { fault("outcome", "one of \(words.map(\.rawValue).joined(separator: ", "))") }
    for key in body.mapValue?.keys.compactMap(\.stringValue) ?? [] where !["consultant", "outcome"].contains(key) {
      fault(key, "no such field")
    }
    guard faults.isEmpty, let slug, let outcome else {
      return .refused(
        MarketRefusal(
          status: 422, code: "wrong_input", message: "fields are wrong; 'errors' lists them", faults: faults))
    }
    for _ in 0..<3 {
      guard let stored = try await read({ reader throws(StoreError) in try Self.stored(id, reader) }) else {
        return .refused(Self.unknown)
      }
      var search = stored.search
      guard search.note(outcome, with: slug) else {
        return .refused(MarketTerms.wrong("consultant", "a consultant who was shown in this search"))
      }
      if search == stored.search { return .found(["kept": true]) }
      let draft = RecordDraft(
        kind: StoredSearch.kind, id: id, version: stored.version + 1, body: JSON.encode(search.record))
      let change = RecordChange(puts: [draft], actor: source, reason: outcome.rawValue)
      switch await writer.submit({ .records(change, $0) }) {
      case .carriedOut: return .found(["kept": true])
      case .rejected: continue
      default: return .notStored
      }
    }
    return .notStored
  }

  private static func stored(
    _ id: String, _ reader: any StoreReader
  ) throws(StoreError) -> (search: StoredSearch, version: Int64)? {
    guard let record = try reader.record(kind: StoredSearch.kind, id: id),
      let search = StoredSearch(record: StoredJSON.value(record.body))
    else { return nil }
    return (search, record.version)
  }

  private func read<T: Sendable>(
    _ body: @escaping @Sendable (any StoreReader) throws(StoreError) -> T
  ) async throws(Unreadable) -> T {
    do throws(StoreError) {
      return try await readers.query(body)
    } catch {
      throw Unreadable()
    }
  }
}
