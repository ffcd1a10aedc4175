import CEL
import CivilTime
import Digests
import Encoding
import Execution
import Transport

/// Calendars at Microsoft 365 (Graph v1.0). The booking's UID and sequence are properties of the event, by which it is found
/// again; a `transactionId` made from them keeps a repeated POST from making a second one. Nobody is invited there: the mail
/// does that, and Exchange would invite a second time.
struct MicrosoftCalendar: CalendarService {
  private static let missing = "no_calendar"
  private static let section = "executors.calendar"
  private static let permission = "the permission Calendars.ReadWrite for these mailboxes"
  /// Graph refuses to answer for more than 62 days.
  private static let longest = Duration.seconds(60 * 86_400)
  /// Names of our properties, in a set of their own.
  private static let uidName = "String {5a0bc4f4-7c16-4f0e-8a6b-0b8e4f6d2c31} Name MagnetiqUid"
  private static let sequenceName = "String {5a0bc4f4-7c16-4f0e-8a6b-0b8e4f6d2c31} Name MagnetiqSequence"

  private let client: OAuthClient

  var exchanges: Int { OAuthClient.exchanges + 8 }

  init(_ account: MicrosoftAccount, allowPlaintext: Bool, transport: any HTTPTransport) {
    client = OAuthClient(
      OAuthTokens.Grant(account, allowPlaintext: allowPlaintext, section: Self.section), baseURL: account.baseURL,
      transport: transport, allowPlaintext: allowPlaintext)
  }

  private struct Seen {
    let id: String
    let tag: String?
    let sequence: Int64?
  }

  func put(
    _ entry: Invitation, of owner: String, _ attempt: OAuthClient.Attempt
  ) async throws(StepStop) -> StepOutcome {
    guard CalendarFields.isOwner(owner) else { return .failed(CalendarFields.badOwner) }
    let written: HTTPResponse
    if let seen = try await find(entry.uid, owner, attempt).first {
      if let sequence = seen.sequence, sequence > entry.sequence { return .done([:]) }
      let headers = seen.tag.map { [(name: "If-Match", value: $0)] } ?? []
      written = try await client.send(
        .patch, Self.path(owner, seen.id), headers: headers, body: Self.event(entry, isNew: false), mayRepeat: true,
        attempt)
    } else {
      written = try await client.send(
        .post, Self.path(owner), body: Self.event(entry, isNew: true), mayRepeat: true, attempt)
    }
    return written.isSuccess ? .done([:]) : refusal(written, attempt)
  }

  func delete(
    _ uid: String, of owner: String, _ attempt: OAuthClient.Attempt
  ) async throws(StepStop) -> StepOutcome {
    guard CalendarFields.isOwner(owner) else { return .failed(CalendarFields.badOwner) }
    for seen in try await find(uid, owner, attempt) {
      let gone = try await client.send(.delete, Self.path(owner, seen.id), mayRepeat: true, attempt)
      guard gone.isSuccess || gone.status == 404 else { return refusal(gone, attempt) }
    }
    return .done([:])
  }

  func busy(
    _ owner: String, from: Instant, to: Instant, _ attempt: OAuthClient.Attempt
  ) async throws(StepStop) -> StepOutcome {
    guard CalendarFields.isOwner(owner) else { return .failed(CalendarFields.badOwner) }
    var times: [Value] = []
    for piece in CalendarFields.pieces(from: from, to: to, of: Self.longest) {
      let question: Value = [
        "schedules": .list([.string(owner)]), "startTime": GraphAnswer.time(piece.from),
        "endTime": GraphAnswer.time(piece.to),
        // It has to be shorter than the time that is asked about.
        "availabilityViewInterval": piece.to.duration(since: piece.from) > .seconds(3_600) ? 60 : 5,
      ]
      let reply = try await client.send(
        .post, "/v1.0/users/\(PercentEncoding.encode(owner))/calendar/getSchedule", body: question, mayRepeat: true,
        attempt)
      let answer = GraphAnswer(reply, section: Self.section)
      guard reply.isSuccess else { return refusal(reply, attempt) }
      let schedule = answer.body?["value"]?[0]
      if let error = schedule?["error"], !error.isNull {
        let word = ProviderWord.shown(error["responseCode"]?.stringValue ?? "")
        return word == "ErrorMailRecipientNotFound"
          ? .failed(StepError(code: Self.missing, message: "Microsoft knows no such mailbox"))
          : .retry(StepError(code: "provider_error", message: "Microsoft does not say: \(word)"), after: nil)
      }
      guard let items = schedule?["scheduleItems"]?.listValue else {
        return .retry(answer.error("unreadable_reply"), after: nil)
      }
      for item in items where !["free", "workingElsewhere"].contains(item["status"]?.stringValue) {
        guard let start = GraphAnswer.instant(item["start"]), let end = GraphAnswer.instant(item["end"]) else {
          return .retry(answer.error("unreadable_reply"), after: nil)
        }
        if start < end { times.append(["start": .timestamp(start), "end": .timestamp(end)]) }
      }
    }
    return .done(["busy": .list(times)])
  }

  /// Asks for the events of a mailbox that nobody has: the app's permission is looked at before the mailbox.
  func check(_ attempt: OAuthClient.Attempt) async throws(StepStop) -> ExecutorCheck {
    let reply = try await client.send(
      .get, Self.path("00000000-0000-0000-0000-000000000000") + "?$top=1&$select=id", mayRepeat: true, attempt)
    if reply.isSuccess || reply.status == 404 { return .works("Microsoft lets us ask for calendars") }
    switch refusal(reply, attempt) {
    case .failed(let error), .retry(let error, _), .unknown(let error): return .broken(error)
    case .done, .accepted: return .notAsked
    }
  }

  private func find(
    _ uid: String, _ owner: String, _ attempt: OAuthClient.Attempt
  ) async throws(StepStop) -> [Seen] {
    let text = uid.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''")
    let filter =
      "singleValueExtendedProperties/Any(ep: ep/id eq '\(Self.uidName)' and ep/value eq '\(text)')"
    let expand = "singleValueExtendedProperties($filter=id eq '\(Self.sequenceName)')"
    let reply = try await client.send(
      .get,
      Self.path(owner)
        + "?$filter=\(PercentEncoding.encode(filter))&$expand=\(PercentEncoding.encode(expand))&$select=id&$top=10",
      mayRepeat: true, attempt)
    guard reply.isSuccess else { throw StepStop(outcome: refusal(reply, attempt).repeatingReads) }
    let answer = GraphAnswer(reply, section: Self.section)
    guard let events = answer.body?["value"]?.listValue else {
      throw StepStop(outcome: .retry(answer.error("unreadable_reply"), after: nil))
    }
    return events.compactMap { event in
      event["id"]?.stringValue.map { id in
        Seen(
          id: id, tag: event["@odata.etag"]?.stringValue,
          sequence: event["singleValueExtendedProperties"]?[0]?["value"]?.stringValue.flatMap { Int64($0) })
      }
    }
  }

  private func refusal(_ response: HTTPResponse, _ attempt: OAuthClient.Attempt) -> StepOutcome {
    GraphAnswer(response, section: Self.section).refusal(
      missing: Self.missing, permission: Self.permission, now: attempt.request.now)
  }

  private static func path(_ owner: String, _ event: String? = nil) -> String {
    "/v1.0/users/\(PercentEncoding.encode(owner))/events" + (event.map { "/\(PercentEncoding.encode($0))" } ?? "")
  }

  private static func event(_ entry: Invitation, isNew: Bool) -> Value {
    var fields: ValueMap = [
      "subject": .string(entry.summary), "start": GraphAnswer.time(entry.start), "end": GraphAnswer.time(entry.end),
      "showAs": "busy", "location": ["displayName": .string(entry.location ?? "")],
      "body": ["contentType": "text", "content": .string(entry.attendee.description)],
      "singleValueExtendedProperties": .list([
        ["id": .string(uidName), "value": .string(entry.uid)],
        ["id": .string(sequenceName), "value": .string("\(entry.sequence)")],
      ]),
    ]
    if isNew {
      let digest = Hex.encode(SHA256.hash(Array("\(entry.uid)\n\(entry.sequence)".utf8)).prefix(16))
      fields["transactionId"] = .string(digest)
    }
    return .map(fields)
  }
}
