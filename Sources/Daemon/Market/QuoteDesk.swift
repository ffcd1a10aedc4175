import Availability
import CEL
import CivilTime
import EngineMessages
import Ingress
import Marketplace
import Pricing
import Storage
import WorkflowEngine

/// Makes, shows and extends quotes. A quote is a record; its versions decide between two bookings that use it at once.
struct QuoteDesk: Sendable {
  static let kind = "quote"

  let writer: WriterThread
  let readers: ReaderPool
  let shelf: CatalogueShelf
  let terms: Terms
  /// Derives the id of a quote from the site's key, so that a repeated request finds the same one.
  let identity: @Sendable (String) -> String

  /// The terms of prices beside the rules of the catalogue.
  struct Terms: Sendable {
    /// The consultant's share in basis points.
    var payoutShare: Int64 = 8_500
    /// For how long a quote holds.
    var validity = Quote.validity
    /// True if every booking needs a quote.
    var areRequired = false
  }

  func answer(_ question: QuoteQuestion, site source: String) async throws(Unreadable) -> QuoteAnswer {
    switch question {
    case .make(let key, let body): return try await make(body, key: "\(source)/\(key)", by: source)
    case .show(let id):
      guard let stored = try await read({ reader throws(StoreError) in try Self.stored(id, reader) }) else {
        return .refused(Self.unknown)
      }
      return .found(stored.quote.body)
    case .extend(let id): return try await extend(id, by: source)
    }
  }

  private static let unknown = MarketRefusal(status: 404, code: "not_found", message: "there is no such quote")

  // MARK: Making

  /// Makes the quote of a key, or returns the one that was made.
  func make(_ body: Value, key: String, by actor: String) async throws(Unreadable) -> QuoteAnswer {
    let read = QuoteCall.read(body)
    guard let call = read.call else { return .refused(MarketTerms.wrong(read.findings)) }
    let id = identity("quote/\(key)")
    // Another request with this key may be kept between the reading and the writing; then it is read once more.
    for _ in 0..<2 {
      if let stored = try await self.read({ reader throws(StoreError) in try Self.stored(id, reader) }) {
        guard stored.quote.call == body else {
          return .refused(
            MarketRefusal(
              status: 409, code: "idempotency_conflict", message: "the key was used with another body"))
        }
        return .made(stored.quote.body, isRepeated: true)
      }
      let now = writer.clock.now
      let made = try await self.read { reader throws(StoreError) in try self.quote(call, id: id, now: now, reader) }
      switch made {
      case .failure(let refusal): return .refused(refusal)
      case .success(let fresh):
        let kept = StoredQuote(body: fresh.body, call: body, expires: fresh.expires)
        switch await put(kept, id: id, version: 1, by: actor, reason: "quoted") {
        case .carriedOut, .duplicate: return .made(kept.body, isRepeated: false)
        case .rejected: continue
        default: return .notStored
        }
      }
    }
    return .notStored
  }

  private func quote(
    _ call: QuoteCall, id: String, now: Instant, _ reader: any StoreReader
  ) throws(StoreError) -> Result<(body: Value, expires: Instant), MarketRefusal> {
    let catalogue = try shelf.catalogue(reader)
    let prepared: QuoteOffice.Prepared
    do throws(QuoteOffice.Refusal) {
      prepared = try QuoteOffice.prepare(call, catalogue)
    } catch {
      return .failure(MarketTerms.refusal(error, nil))
    }
    var held: FamilyID?
    if let key = call.hold {
      switch try HeldTime.family(key, of: call.meeting, reader) {
      case .success(let family): held = family
      case .failure(let refusal): return .failure(refusal)
      }
    }
    let booked = try BookedTime(of: call.meeting.consultant, prepared.search, reader, without: held)
    let paid = try booked.paid(call.meeting.consultant, reader)
    do throws(QuoteOffice.Refusal) {
      let quote = try QuoteOffice.quote(
        call, prepared, booked: booked.meetings, paid: paid, policy: policy(catalogue), now: now)
      return .success((quote.body(prepared, id: id), quote.expires))
    } catch {
      return .failure(MarketTerms.refusal(error, prepared))
    }
  }

  private func policy(_ catalogue: Catalogue) -> PricePolicy {
    PricePolicy(
      rules: catalogue.priceRules, taxes: catalogue.taxes, payoutPoints: terms.payoutShare, validity: terms.validity)
  }

  // MARK: Keeping

  private func extend(_ id: String, by actor: String) async throws(Unreadable) -> QuoteAnswer {
    let now = writer.clock.now
    guard let stored = try await read({ reader throws(StoreError) in try Self.stored(id, reader) }) else {
      return .refused(Self.unknown)
    }
    guard let longer = stored.quote.extended(by: terms.validity, at: now) else {
      return .refused(
        MarketRefusal(
          status: 409, code: "not_extendable", message: "a quote is extended once, before it expires or is used",
          members: ValueMap([("quote", stored.quote.body)])))
    }
    switch await put(longer, id: id, version: stored.version + 1, by: actor, reason: "extended") {
    case .carriedOut, .duplicate: return .found(longer.body)
    case .rejected:
      return .refused(MarketRefusal(status: 409, code: "stale_version", message: "the quote has changed; read it"))
    default: return .notStored
    }
  }

  private func put(
    _ quote: StoredQuote, id: String, version: Int64, by actor: String, reason: String
  ) async -> Reply? {
    let command = OperatorCommand(
      action: .putRecords([Self.draft(quote, id: id, version: version)]), key: "quote/\(id)/\(version)/\(reason)",
      actor: actor, reason: reason)
    return await writer.submit { .command(command, $0) }
  }

  static func draft(_ quote: StoredQuote, id: String, version: Int64) -> RecordDraft {
    RecordDraft(kind: kind, id: id, version: version, body: JSON.encode(quote.record))
  }

  /// Reads a quote with its version; nil if there is none.
  static func stored(_ id: String, _ reader: any StoreReader) throws(StoreError) -> (
    quote: StoredQuote, version: Int64
  )? {
    guard let record = try reader.record(kind: kind, id: id),
      let quote = StoredQuote(record: StoredJSON.value(record.body))
    else { return nil }
    return (quote, record.version)
  }

  func read<T: Sendable>(
    _ body: @escaping @Sendable (any StoreReader) throws(StoreError) -> T
  ) async throws(Unreadable) -> T {
    do throws(StoreError) {
      return try await readers.query(body)
    } catch {
      throw Unreadable()
    }
  }
}
