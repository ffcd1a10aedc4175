import CEL
import CivilTime
import Digests
import Encoding
import Execution
import Transport

/// Calendars at Google (Calendar API v3). An event's identifier is ours, made from the booking's UID, so that creating it
/// twice is refused; each change is written against what was seen. Nobody is invited there: the mail does that, and Google
/// would invite a second time.
struct GoogleCalendar: CalendarService {
  private static let missing = "no_calendar"
  private static let section = "executors.calendar"
  /// Google refuses free-busy questions about a longer time.
  private static let longest = Duration.seconds(60 * 86_400)

  private let client: OAuthClient

  /// Two calls for `put`; the pieces of a year and more for `busy`.
  var exchanges: Int { OAuthClient.exchanges + 8 }

  init(_ account: GoogleAccount, allowPlaintext: Bool, transport: any HTTPTransport) {
    client = OAuthClient(
      OAuthTokens.Grant(account, allowPlaintext: allowPlaintext, section: Self.section), baseURL: account.baseURL,
      transport: transport, allowPlaintext: allowPlaintext)
  }

  func put(
    _ entry: Invitation, of owner: String, _ attempt: OAuthClient.Attempt
  ) async throws(StepStop) -> StepOutcome {
    guard CalendarFields.isOwner(owner) else { return .failed(CalendarFields.badOwner) }
    let id = Self.id(entry.uid)
    let seen = try await client.send(.get, Self.path(owner, id), mayRepeat: true, attempt)
    let answer = GoogleAnswer(seen, section: Self.section)
    let written: HTTPResponse
    switch seen.status {
    case 200:
      guard let tag = answer.body?["etag"]?.stringValue else {
        return .retry(answer.error("unreadable_reply"), after: nil)
      }
      let sequence = answer.body?["extendedProperties"]?["private"]?["sequence"]?.stringValue.flatMap { Int64($0) }
      if let sequence, sequence > entry.sequence { return .done([:]) }
      // An event that was deleted is still there, as cancelled, and comes back by being written.
      written = try await client.send(
        .put, Self.path(owner, id) + "?sendUpdates=none", headers: [("If-Match", tag)],
        body: Self.event(entry, id: nil),
        mayRepeat: true, attempt)
    case 404:
      written = try await client.send(
        .post, Self.path(owner) + "?sendUpdates=none", body: Self.event(entry, id: id), mayRepeat: true, attempt)
    default: return answer.refusal(missing: Self.missing, now: attempt.request.now).repeatingReads
    }
    return written.isSuccess
      ? .done([:])
      : GoogleAnswer(written, section: Self.section).refusal(missing: Self.missing, now: attempt.request.now)
  }

  func delete(
    _ uid: String, of owner: String, _ attempt: OAuthClient.Attempt
  ) async throws(StepStop) -> StepOutcome {
    guard CalendarFields.isOwner(owner) else { return .failed(CalendarFields.badOwner) }
    let gone = try await client.send(
      .delete, Self.path(owner, Self.id(uid)) + "?sendUpdates=none", mayRepeat: true, attempt)
    if gone.isSuccess { return .done([:]) }
    let refusal = GoogleAnswer(gone, section: Self.section).refusal(missing: Self.missing, now: attempt.request.now)
    if case .failed(let error) = refusal, error.code == Self.missing, gone.status != 403 { return .done([:]) }
    return refusal
  }

  func busy(
    _ owner: String, from: Instant, to: Instant, _ attempt: OAuthClient.Attempt
  ) async throws(StepStop) -> StepOutcome {
    guard CalendarFields.isOwner(owner) else { return .failed(CalendarFields.badOwner) }
    var times: [Value] = []
    for piece in CalendarFields.pieces(from: from, to: to, of: Self.longest) {
      let question: Value = [
        "timeMin": .string(piece.from.description), "timeMax": .string(piece.to.description), "timeZone": "UTC",
        "items": .list([["id": .string(owner)]]),
      ]
      let reply = try await client.send(.post, "/calendar/v3/freeBusy", body: question, mayRepeat: true, attempt)
      let answer = GoogleAnswer(reply, section: Self.section)
      guard reply.isSuccess else { return answer.refusal(missing: Self.missing, now: attempt.request.now) }
      let calendar = answer.body?["calendars"]?[owner]
      if let reason = calendar?["errors"]?[0]?["reason"]?.stringValue {
        return reason == "notFound"
          ? .failed(StepError(code: Self.missing, message: "Google does not show us the calendar"))
          : .retry(
            StepError(code: "provider_error", message: "Google does not say: \(ProviderWord.shown(reason))"), after: nil
          )
      }
      guard let busy = calendar?["busy"]?.listValue else { return .retry(answer.error("unreadable_reply"), after: nil) }
      for time in busy {
        guard let start = time["start"]?.stringValue.flatMap({ try? Instant.parse($0) }),
          let end = time["end"]?.stringValue.flatMap({ try? Instant.parse($0) })
        else { return .retry(answer.error("unreadable_reply"), after: nil) }
        if start < end { times.append(["start": .timestamp(start), "end": .timestamp(end)]) }
      }
    }
    return .done(["busy": .list(times)])
  }

  /// Asks when our own calendar is busy within a minute, which needs the token and the scope.
  func check(_ attempt: OAuthClient.Attempt) async throws(StepStop) -> ExecutorCheck {
    let now = attempt.request.now
    switch try await busy("primary", from: now, to: now.adding(.seconds(60)) ?? now, attempt) {
    case .done, .accepted: return .works("Google lets us ask for calendars")
    case .failed(let error), .retry(let error, _), .unknown(let error): return .broken(error)
    }
  }

  private static func id(_ uid: String) -> String { GoogleAnswer.eventID(for: SHA256.hash(Array(uid.utf8))) }

  private static func path(_ owner: String, _ event: String? = nil) -> String {
    "/calendar/v3/calendars/\(PercentEncoding.encode(owner))/events" + (event.map { "/\($0)" } ?? "")
  }

  private static func event(_ entry: Invitation, id: String?) -> Value {
    func time(_ instant: Instant) -> Value { ["dateTime": .string(instant.description), "timeZone": "UTC"] }
    var fields: ValueMap = [
      "summary": .string(entry.summary), "start": time(entry.start), "end": time(entry.end), "status": "confirmed",
      "transparency": "opaque", "description": .string(entry.attendee.description),
      "extendedProperties": ["private": ["uid": .string(entry.uid), "sequence": .string("\(entry.sequence)")]],
    ]
    if let location = entry.location { fields["location"] = .string(location) }
    if let id { fields["id"] = .string(id) }
    return .map(fields)
  }
}
