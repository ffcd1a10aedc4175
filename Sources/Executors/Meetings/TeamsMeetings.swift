import CEL
import CivilTime
import Encoding
import Execution
import Transport

/// Meetings in Microsoft Teams (Graph v1.0, onlineMeetings). The step's key is the meeting's external identifier: a repeated
/// call returns the meeting that is there. The host is a user's object identifier, for whom an administrator has granted the
/// app an access policy.
struct TeamsMeetings: MeetingService {
  private static let section = "executors.meetings"
  private static let permission =
    "the permission OnlineMeetings.ReadWrite.All and an application access policy for the host"

  private let client: OAuthClient

  var exchanges: Int { OAuthClient.exchanges }

  init(_ account: MicrosoftAccount, allowPlaintext: Bool, transport: any HTTPTransport) {
    client = OAuthClient(
      OAuthTokens.Grant(account, allowPlaintext: allowPlaintext, section: Self.section), baseURL: account.baseURL,
      transport: transport, allowPlaintext: allowPlaintext)
  }

  func create(
    _ plan: MeetingPlan, host: String, _ attempt: OAuthClient.Attempt
  ) async throws(StepStop) -> StepOutcome {
    guard let path = Self.path(host) else { return .failed(Self.badHost) }
    let response = try await client.send(
      .post, path + "/createOrGet",
      body: [
        "externalId": .string(plan.key), "subject": .string(plan.topic), "startDateTime": Self.time(plan.start),
        "endDateTime": Self.time(plan.end),
      ], mayRepeat: true, attempt)
    let answer = GraphAnswer(response, section: Self.section)
    guard response.isSuccess else { return refusal(response, missing: "no_host", attempt) }
    guard let id = answer.body?["id"]?.stringValue, !id.isEmpty, let url = answer.body?["joinWebUrl"]?.stringValue,
      url.hasPrefix("https://")
    else { return .unknown(answer.error("unreadable_reply")) }
    return Self.made(id: id, url: url, password: answer.body?["joinMeetingIdSettings"]?["passcode"])
  }

  func move(
    _ id: String, host: String, start: Instant, end: Instant, _ attempt: OAuthClient.Attempt
  ) async throws(StepStop) -> StepOutcome {
    guard let path = Self.path(host, id) else { return .failed(Self.badHost) }
    let response = try await client.send(
      .patch, path, body: ["startDateTime": Self.time(start), "endDateTime": Self.time(end)], mayRepeat: true, attempt)
    return response.isSuccess ? .done([:]) : refusal(response, missing: Self.noMeeting, attempt)
  }

  func delete(_ id: String, host: String, _ attempt: OAuthClient.Attempt) async throws(StepStop) -> StepOutcome {
    guard let path = Self.path(host, id) else { return .failed(Self.badHost) }
    let response = try await client.send(.delete, path, mayRepeat: true, attempt)
    let isGone = response.isSuccess || (response.status == 404 && GraphAnswer(response, section: "").isGraphs)
    return isGone ? .done([:]) : refusal(response, missing: Self.noMeeting, attempt)
  }

  /// Asks for a meeting that nobody has made: that it is not there is the answer of a host whom the app may act for.
  func check(host: String, _ attempt: OAuthClient.Attempt) async throws(StepStop) -> ExecutorCheck {
    guard let path = Self.path(host, "magnetiq-check") else { return .broken(Self.badHost) }
    let response = try await client.send(.get, path, mayRepeat: true, attempt)
    if response.isSuccess || response.status == 404 { return .works("Teams lets us ask for the host's meetings") }
    return Self.broken(refusal(response, missing: "no_host", attempt))
  }

  private func refusal(
    _ response: HTTPResponse, missing: String, _ attempt: OAuthClient.Attempt
  ) -> StepOutcome {
    GraphAnswer(response, section: Self.section).refusal(
      missing: missing, permission: Self.permission, now: attempt.request.now)
  }

  private static let badHost = StepError(
    code: "rejected", message: "meeting: 'host' is to be the object identifier of a user, 8-4-4-4-12 hex digits")

  private static func path(_ host: String, _ id: String? = nil) -> String? {
    let parts = host.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.map(\.count) == [8, 4, 4, 4, 12], parts.joined().allSatisfy(\.isHexDigit) else { return nil }
    return "/v1.0/users/\(host)/onlineMeetings" + (id.map { "/\(PercentEncoding.encode($0))" } ?? "")
  }

  private static func time(_ instant: Instant) -> Value { .string(String(instant.description.prefix(19)) + "Z") }
}
