import CEL
import CivilTime
import Digests
import Encoding
import EngineMessages
import Ingress
import Leads
import Marketplace
import Storage
import WorkflowEngine

/// Takes contact forms and touchpoints of sites, scores who asks, and tells bookings the score.
struct LeadDesk: Sendable {
  /// How often a change is tried that another one was quicker than.
  private static let tries = 4

  let writer: WriterThread
  let readers: ReaderPool
  let records: LeadRecords

  private static let unknown = MarketRefusal(
    status: 404, code: "not_found", message: "there is no such lead; leads are kept for a time only")

  // MARK: Forms

  func tell(_ body: Value, key: String, by source: String) async throws(Unreadable) -> MarketAnswer {
    let read = LeadCall.read(body)
    guard let call = read.call else { return .refused(MarketTerms.wrong(read.findings)) }
    let id = records.id(of: call.contact.email)
    let form = StoredLead.Form(
      key: Self.digest(Array("\(source)/\(key)".utf8)), body: Self.digest(JSON.encodeCanonical(body)))
    let path = "/v1/leads/\(id)"
    for _ in 0..<Self.tries {
      let now = writer.clock.now
      let outcome = try await self.read { reader throws(StoreError) in
        try self.told(body, form, id: id, now: now, reader)
      }
      switch outcome {
      case .repeated(let value): return .made(value, path: path, isRepeated: true)
      case .conflict:
        return .refused(
          MarketRefusal(status: 409, code: "idempotency_conflict", message: "the key was used with another body"))
      case .new(let draft, let value):
        switch await put([draft], by: source, reason: "contact form") {
        case .carriedOut: return .made(value, path: path, isRepeated: false)
        case .rejected: continue
        default: return .notStored
        }
      }
    }
    return .notStored
  }

  private enum Told: Sendable {
    case repeated(Value)
    case conflict
    case new(RecordDraft, Value)
  }

  private func told(
    _ body: Value, _ form: StoredLead.Form, id: String, now: Instant, _ reader: any StoreReader
  ) throws(StoreError) -> Told {
    let present = try records.find(id, reader)
    if let present, let earlier = present.lead.forms.first(where: { $0.key == form.key }) {
      return earlier.body == form.body ? .repeated(try value(present, now: now, reader)) : .conflict
    }
    var found =
      present ?? LeadRecords.Found(id: id, lead: StoredLead(body, form: form, at: now), version: 0, touches: [])
    if present != nil { found.lead.take(body, form: form, at: now) }
    if let score = records.score(found, now: now) {
      found.lead.note(score, at: now, cause: "contact form")
      if score.actions.contains(.assignSales), found.lead.assigned == nil, let call = found.lead.call {
        found.lead.assigned = try records.person(for: call, reader)
      }
    }
    let draft = RecordDraft(
      kind: LeadRecords.kind, id: id, version: found.version + 1, body: JSON.encode(found.lead.record))
    return .new(draft, try value(found, now: now, reader))
  }

  // MARK: Touchpoints

  func touch(_ id: String, _ body: Value, key: String, by source: String) async throws(Unreadable) -> MarketAnswer {
    let now = writer.clock.now
    let read = TouchCall.read(body, now: now)
    guard let call = read.call else { return .refused(MarketTerms.wrong(read.findings)) }
    let batch = Self.digest(Array("\(source)/\(key)".utf8))
    for _ in 0..<Self.tries {
      let change = try await self.read { reader throws(StoreError) -> RecordChange? in
        guard let found = try records.find(id, reader) else { return nil }
        return Self.change(call.touchpoints, batch, of: found, by: source)
      }
      guard let change else { return .refused(Self.unknown) }
      let reply =
        change.puts.isEmpty
        ? .carriedOut(reference: "", result: "kept") : await writer.submit { .records(change, $0) }
      switch reply {
      case .carriedOut: return try await show(id)
      case .rejected: continue
      default: return .notStored
      }
    }
    return .notStored
  }

  /// The records of new touchpoints, and those that go because there are too many. A batch that was kept changes nothing.
  static func change(
    _ touchpoints: [Touchpoint], _ batch: String, of found: LeadRecords.Found, by source: String
  ) -> RecordChange {
    let kept = Set(found.touches.map(\.record.id))
    let isKept = kept.contains { $0.hasSuffix("/\(batch)-0") }
    let drafts =
      isKept
      ? []
      : touchpoints.enumerated().map { index, touchpoint in
        RecordDraft(
          kind: LeadRecords.touches, id: "\(found.id)/\(touchpoint.at)/\(batch)-\(index)", version: 1,
          body: JSON.encode(TouchCall.record(touchpoint)))
      }
    let excess = max(0, found.touches.count + drafts.count - LeadRecords.mostTouches)
    return RecordChange(
      puts: drafts,
      drops: drafts.isEmpty
        ? []
        : found.touches.prefix(excess).map {
          RecordName(kind: LeadRecords.touches, id: $0.record.id, version: $0.record.version)
        }, actor: source, reason: "touchpoints")
  }

  // MARK: Reading

  func show(_ id: String) async throws(Unreadable) -> MarketAnswer {
    let now = writer.clock.now
    let found = try await read { reader throws(StoreError) -> Value? in
      guard let found = try records.find(id, reader) else { return nil }
      return try value(found, now: now, reader)
    }
    return found.map { .found($0) } ?? .refused(Self.unknown)
  }

  private func value(_ found: LeadRecords.Found, now: Instant, _ reader: any StoreReader) throws(StoreError) -> Value {
    let score = records.score(found, now: now)
    let probability = try score.map { score throws(StoreError) in
      LeadForecast.conversionProbability(score.grade, try LeadRecords.history(score.grade, reader).history)
    }
    return LeadValue.of(found.id, found.lead, score, probability: probability)
  }

  // MARK: Bookings

  /// Tells a booking the score of who books. Somebody who objects to being profiled has none, and gets no marketing.
  func complete(_ request: StartRequest) async throws(Unreadable) -> StartRequest {
    guard case .map(var input) = request.input, let email = input["client"]?["email"]?.stringValue,
      input["lead"]?.isNull != false
    else { return request }
    let (id, now) = (records.id(of: email), writer.clock.now)
    let found = try await read { reader throws(StoreError) in try records.find(id, reader) }
    guard let found, let call = found.lead.call else { return request }
    var completed = request
    if let score = records.score(found, now: now) {
      input["lead"] = LeadValue.ofBooking(score, found.touches.map(\.touchpoint))
    } else if call.facts.objectsToProfiling, case .map(var consents)? = input["consents"] {
      consents["marketing"] = false
      input["consents"] = .map(consents)
    }
    completed.input = .map(input)
    return completed
  }

  // MARK: Keeping

  private func put(_ drafts: [RecordDraft], by actor: String, reason: String) async -> Reply? {
    await writer.submit { .records(RecordChange(puts: drafts, actor: actor, reason: reason), $0) }
  }

  static func digest(_ bytes: [UInt8]) -> String { Hex.encode(SHA256.hash(bytes).prefix(12)) }

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

extension StoredLead {
  mutating func note(_ score: LeadScore, at now: Instant, cause: String) {
    note(Entry(at: now, rules: score.rules, total: score.total, grade: score.grade, cause: cause))
  }
}
