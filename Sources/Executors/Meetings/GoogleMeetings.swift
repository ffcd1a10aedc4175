import CEL
import CivilTime
import Digests
import Encoding
import Execution
import Transport

/// Meetings in Google Meet. Google makes one for an event of a calendar, so an event stands in the host's calendar for each;
/// its identifier comes from the step's key. The meeting may be made a while after the event, and is asked for again then.
struct GoogleMeetings: MeetingService {
  private static let section = "executors.meetings"

  private let client: OAuthClient

  var exchanges: Int { OAuthClient.exchanges + 2 }

  init(_ account: GoogleAccount, allowPlaintext: Bool, transport: any HTTPTransport) {
    client = OAuthClient(
      OAuthTokens.Grant(account, allowPlaintext: allowPlaintext, section: Self.section), baseURL: account.baseURL,
      transport: transport, allowPlaintext: allowPlaintext)
  }

  func create(
    _ plan: MeetingPlan, host: String, _ attempt: OAuthClient.Attempt
  ) async throws(StepStop) -> StepOutcome {
    guard CalendarFields.isOwner(host) else { return .failed(CalendarFields.badOwner) }
    let id = GoogleAnswer.eventID(for: SHA256.hash(Array(plan.key.utf8)))
    let body: Value = [
      "id": .string(id), "summary": .string(plan.topic), "start": Self.time(plan.start), "end": Self.time(plan.end),
      // The calendar's own entry of the booking says that the time is taken.
      "transparency": "transparent",
      "conferenceData": [
        "createRequest": ["requestId": .string(id), "conferenceSolutionKey": ["type": "hangoutsMeet"]]
      ],
    ]
    var response = try await client.send(
      .post, Self.path(host) + "?conferenceDataVersion=1&sendUpdates=none", body: body, mayRepeat: true, attempt)
    // An attempt before has made the event.
    if response.status == 409 || response.isSuccess && Self.link(response) == nil {
      response = try await client.send(.get, Self.path(host, id), mayRepeat: true, attempt)
    }
    let answer = GoogleAnswer(response, section: Self.section)
    guard response.isSuccess else { return answer.refusal(missing: "no_host", now: attempt.request.now) }
    if let url = Self.link(response) { return Self.made(id: id, url: url, password: nil) }
    let status = answer.body?["conferenceData"]?["createRequest"]?["status"]?["statusCode"]?.stringValue
    return status == "failure"
      ? .failed(answer.error("rejected", "the host's account makes no meetings"))
      : .retry(answer.error("pending", "the meeting is not made yet"), after: .seconds(5))
  }

  func move(
    _ id: String, host: String, start: Instant, end: Instant, _ attempt: OAuthClient.Attempt
  ) async throws(StepStop) -> StepOutcome {
    guard CalendarFields.isOwner(host) else { return .failed(CalendarFields.badOwner) }
    let response = try await client.send(
      .patch, Self.path(host, id) + "?sendUpdates=none", body: ["start": Self.time(start), "end": Self.time(end)],
      mayRepeat: true, attempt)
    guard response.isSuccess else {
      return GoogleAnswer(response, section: Self.section).refusal(missing: Self.noMeeting, now: attempt.request.now)
    }
    let isCancelled = GoogleAnswer(response, section: Self.section).body?["status"] == "cancelled"
    return isCancelled
      ? .failed(StepError(code: Self.noMeeting, message: "the host has deleted the event")) : .done([:])
  }

  func delete(_ id: String, host: String, _ attempt: OAuthClient.Attempt) async throws(StepStop) -> StepOutcome {
    guard CalendarFields.isOwner(host) else { return .failed(CalendarFields.badOwner) }
    let response = try await client.send(
      .delete, Self.path(host, id) + "?sendUpdates=none", mayRepeat: true, attempt)
    if response.isSuccess { return .done([:]) }
    let refusal = GoogleAnswer(response, section: Self.section).refusal(
      missing: Self.noMeeting, now: attempt.request.now)
    if case .failed(let error) = refusal, error.code == Self.noMeeting, response.status != 403 { return .done([:]) }
    return refusal
  }

  /// Asks for one event of the host's calendar.
  func check(host: String, _ attempt: OAuthClient.Attempt) async throws(StepStop) -> ExecutorCheck {
    let response = try await client.send(.get, Self.path(host) + "?maxResults=1", mayRepeat: true, attempt)
    guard !response.isSuccess else { return .works("Google shows the host's calendar") }
    return Self.broken(
      GoogleAnswer(response, section: Self.section).refusal(missing: "no_host", now: attempt.request.now))
  }

  private static func link(_ response: HTTPResponse) -> String? {
    let body = try? JSON.parse(response.body)
    guard body?["status"] != "cancelled", let url = body?["hangoutLink"]?.stringValue, url.hasPrefix("https://") else {
      return nil
    }
    return url
  }

  private static func path(_ host: String, _ event: String? = nil) -> String {
    "/calendar/v3/calendars/\(PercentEncoding.encode(host))/events"
      + (event.map { "/\(PercentEncoding.encode($0))" } ?? "")
  }

  private static func time(_ instant: Instant) -> Value {
    ["dateTime": .string(instant.description), "timeZone": "UTC"]
  }
}
