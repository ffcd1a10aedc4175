import Availability
import CEL
import CivilTime
import EngineMessages
import Ingress
import Marketplace
import Storage
import WorkflowEngine

/// Completes requests that name records of the catalogue: a hold of a consultant's time, and a booking of a quote.
struct OrderDesk: Sendable {
  /// The workflows that such requests start.
  private static let (booking, hold) = ("booking", HeldTime.workflow)

  let quotes: QuoteDesk

  private typealias Completion = Result<StartRequest, MarketRefusal>

  func complete(_ request: StartRequest) async throws(Unreadable) -> Result<StartRequest, MarketRefusal> {
    switch request.workflow {
    case Self.booking where request.input["quote"] != nil || quotes.terms.areRequired:
      return try await completeBooking(request)
    // A site without a catalogue gives the consultant's terms with the request.
    case Self.hold where request.input["consultant"]?.mapValue == nil: return try await completeHold(request)
    default: return .success(request)
    }
  }

  /// The meeting that a completed request asks for; nil for any other request.
  private static func meeting(_ request: StartRequest) -> MeetingCall? {
    guard [booking, hold].contains(request.workflow), let consultant = request.input["consultant"]?["id"]?.stringValue,
      let service = request.input["service"]?.stringValue ?? request.input["service"]?["id"]?.stringValue,
      let start = HeldTime.instant(request.input["start"]), let end = HeldTime.instant(request.input["end"])
    else { return nil }
    return MeetingCall(
      consultant: consultant, service: service, length: Int((end.seconds - start.seconds) / 60), start: start)
  }

  // MARK: Holds

  private func completeHold(_ request: StartRequest) async throws(Unreadable) -> Result<StartRequest, MarketRefusal> {
    let read = HoldCall.read(request.input)
    guard let call = read.call else { return .failure(MarketTerms.wrong(read.findings)) }
    let now = quotes.writer.clock.now
    return try await quotes.read { reader throws(StoreError) -> Completion in
      // A repeated request is answered as the first, whatever has become of the time since.
      switch try checked(call.meeting, now: now, reader, without: nil) {
      case .failure(let refusal):
        return try isKnown(request, reader) ? .success(request) : .failure(refusal)
      case .success(let prepared):
        var completed = request
        completed.input = call.input(prepared)
        return .success(completed)
      }
    }
  }

  // MARK: Bookings

  private func completeBooking(_ request: StartRequest) async throws(Unreadable) -> Result<StartRequest, MarketRefusal>
  {
    let read = BookingCall.read(request.input)
    guard let call = read.call else { return .failure(MarketTerms.wrong(read.findings)) }
    let now = quotes.writer.clock.now
    let user = "\(request.source)/\(request.key)"
    let checked = try await quotes.read { reader throws(StoreError) -> Result<Completion, Expired> in
      guard let stored = try QuoteDesk.stored(call.quote, reader) else {
        return .success(.failure(MarketTerms.wrong("quote", "the id of a quote that was made")))
      }
      // The engine answers a repeated request as the first.
      if stored.quote.usedBy == user { return .success(.success(request)) }
      let used: StoredQuote
      do throws(StoredQuote.Refusal) {
        used = try stored.quote.used(by: user, at: now)
      } catch {
        guard error == .used else { return .failure(Expired(quote: stored.quote)) }
        return .success(.failure(Self.used))
      }
      switch try completed(request, call, stored.quote, now: now, reader) {
      case .failure(let refusal): return .success(.failure(refusal))
      case .success(var completed):
        completed.records = [QuoteDesk.draft(used, id: call.quote, version: stored.version + 1)]
        return .success(.success(completed))
      }
    }
    switch checked {
    case .success(let completion): return completion
    case .failure(let expired): return .failure(try await refusal(expired, call.quote, request.source, now))
    }
  }

  private struct Expired: Error { let quote: StoredQuote }

  private static let used = MarketRefusal(
    status: 409, code: "quote_used", message: "another booking has used this quote; ask for a new one")

  /// Refuses an expired quote with a fresh one. Requests of the same quarter of an hour are answered with the same.
  private func refusal(
    _ expired: Expired, _ id: String, _ source: String, _ now: Instant
  ) async throws(Unreadable) -> MarketRefusal {
    var refusal = MarketRefusal(
      status: 409, code: "quote_expired", message: "the quote has expired; 'quote' is a fresh one, if there is a price")
    let key = "\(source)/fresh/\(id)/\(now.seconds / max(60, quotes.terms.validity.components.seconds))"
    var answer = try await quotes.make(expired.quote.call, key: key, by: source)
    // The hold may have ended with the quote; the time may be free all the same.
    if case .refused(let other) = answer, other.code == HeldTime.ended, case .map(var call) = expired.quote.call {
      call["hold"] = nil
      answer = try await quotes.make(.map(call), key: "\(key)/free", by: source)
    }
    switch answer {
    case .made(let quote, _), .found(let quote): refusal.members["quote"] = quote
    case .refused(let other): refusal.members = other.members
    case .notStored: break
    }
    return refusal
  }

  private func completed(
    _ request: StartRequest, _ call: BookingCall, _ quote: StoredQuote, now: Instant, _ reader: any StoreReader
  ) throws(StoreError) -> Result<StartRequest, MarketRefusal> {
    guard let slug = quote.body["consultant"]?.stringValue, let service = quote.body["service"]?.stringValue,
      let start = HeldTime.instant(quote.body["start"])
    else { return .failure(MarketTerms.wrong("quote", "a quote that can be read")) }
    let meeting = MeetingCall(
      consultant: slug, service: service, length: quote.body["duration"]?.intValue.map { Int($0) }, start: start)
    var held: FamilyID?
    if let key = call.hold {
      switch try HeldTime.family(key, of: meeting, reader) {
      case .success(let family): held = family
      case .failure(let refusal): return .failure(refusal)
      }
    }
    switch try checked(meeting, now: now, reader, without: held, isPromised: true) {
    case .failure(let refusal): return .failure(refusal)
    case .success(let prepared):
      var completed = request
      completed.input = call.input(quote.body, prepared.search.consultant, prepared.search.service)
      return .success(completed)
    }
  }

  // MARK: What is true now

  func explain(_ request: StartRequest, refusedAs code: String) async -> MarketRefusal? {
    if code == "stale_version" { return Self.used }
    guard code == "slot_taken", let meeting = Self.meeting(request) else { return nil }
    let now = quotes.writer.clock.now
    let found = await quotes.readers.read { reader throws(StoreError) -> MarketRefusal? in
      guard case .failure(let refusal) = try checked(meeting, now: now, reader, without: nil) else { return nil }
      return refusal.code == code ? refusal : nil
    }
    return found ?? nil
  }

  /// Holds a meeting against the catalogue and against all that is booked.
  ///
  /// - Parameters:
  ///   - excluded: the family whose place is taken.
  ///   - isPromised: true if a quote has promised the time, so that only other meetings stand against it now.
  private func checked(
    _ meeting: MeetingCall, now: Instant, _ reader: any StoreReader, without excluded: FamilyID?,
    isPromised: Bool = false
  ) throws(StoreError) -> Result<QuoteOffice.Prepared, MarketRefusal> {
    let catalogue = try quotes.shelf.catalogue(reader)
    let prepared: QuoteOffice.Prepared
    do throws(QuoteOffice.Refusal) {
      prepared = try QuoteOffice.prepare(meeting, catalogue)
    } catch {
      guard isPromised else { return .failure(MarketTerms.refusal(error, nil)) }
      return .failure(
        MarketRefusal(status: 409, code: "not_available", message: "the consultant does not offer this any more"))
    }
    let booked = try BookedTime(of: meeting.consultant, prepared.search, reader, without: excluded)
    let conflict = QuoteOffice.conflict(prepared, booked: booked.meetings, now: now)
    guard case .notFree(let reason, let detail, _) = conflict, let conflict else { return .success(prepared) }
    if isPromised, !reason.isOfOtherMeetings, detail != .notAccepting { return .success(prepared) }
    return .failure(MarketTerms.refusal(conflict, prepared))
  }

  /// True if the site has used this key before.
  private func isKnown(_ request: StartRequest, _ reader: any StoreReader) throws(StoreError) -> Bool {
    try reader.seen(source: request.source, keyHash: Array(Deployment.digest(Array(request.key.utf8)).prefix(16)))
      != nil
  }
}

extension ConflictReason {
  /// True if other meetings are the reason, and not the consultant's own hours and terms.
  fileprivate var isOfOtherMeetings: Bool { [.booked, .bufferTime, .maxDailyLimit].contains(self) }
}
