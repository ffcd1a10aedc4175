import CEL
import CivilTime
import Encoding
import Execution
import Transport

/// Meetings at Zoom. Zoom has no key for a repeated call: after a lost reply the host's meetings are looked through for the
/// one whose agenda is the step's key.
struct ZoomMeetings: MeetingService {
  /// The most pages of a host's meetings that are looked through.
  private static let pages = 4

  private let client: MeetingClient

  /// A token and its replacement, the look-up's pages, the call.
  var exchanges: Int { 8 }

  init(_ account: ZoomAccount, allowPlaintext: Bool, transport: any HTTPTransport) {
    client = MeetingClient(account, allowPlaintext: allowPlaintext, transport: transport)
  }

  func create(
    _ plan: MeetingPlan, host: String, _ attempt: OAuthClient.Attempt
  ) async throws(StepStop) -> StepOutcome {
    guard host == "me" || EmailAddress(host) != nil || ProviderIdentifier.isValid(host) else {
      return .failed(
        StepError(code: "rejected", message: "meeting.create: 'host' is to be the address of an account"))
    }
    if attempt.request.number > 1, let found = try await known(host, attempt) { return found }
    var meeting = Self.times(plan.start, plan.end)
    // A meeting that takes place once.
    meeting["type"] = 2
    meeting["topic"] = .string(plan.topic)
    meeting["agenda"] = .string(plan.key)
    let response = try await client.send(.post, path(of: host), body: .map(meeting), mayRepeat: false, attempt)
    let answer = MeetingAnswer(response)
    guard response.isSuccess else { return answer.refusal(now: attempt.request.now) }
    return Self.meeting(in: answer.body) ?? .unknown(answer.error("unreadable_reply"))
  }

  func move(
    _ id: String, host: String, start: Instant, end: Instant, _ attempt: OAuthClient.Attempt
  ) async throws(StepStop) -> StepOutcome {
    try await change(.patch, id, .map(Self.times(start, end)), attempt)
  }

  func delete(_ id: String, host: String, _ attempt: OAuthClient.Attempt) async throws(StepStop) -> StepOutcome {
    let outcome = try await change(.delete, id, nil, attempt)
    if case .failed(let error) = outcome, error.code == Self.noMeeting { return .done([:]) }
    return outcome
  }

  /// Asks for a page of the host's meetings.
  func check(host: String, _ attempt: OAuthClient.Attempt) async throws(StepStop) -> ExecutorCheck {
    let response = try await client.send(.get, path(of: host) + "?page_size=1", mayRepeat: true, attempt)
    guard !response.isSuccess else { return .works("Zoom shows the host's meetings") }
    return Self.broken(MeetingAnswer(response).refusal(now: attempt.request.now))
  }

  private func path(of host: String) -> String { "/v2/users/\(PercentEncoding.encode(host))/meetings" }

  /// Start and length. Zoom counts in whole minutes, so a part of one is rounded up.
  private static func times(_ start: Instant, _ end: Instant) -> ValueMap {
    let seconds = end.duration(since: start).components.seconds
    return [
      "start_time": .string(String(start.description.prefix(19)) + "Z"), "timezone": "UTC",
      "duration": .int((seconds + 59) / 60),
    ]
  }

  /// The meeting that an attempt before has created: its agenda is the step's key.
  private func known(_ host: String, _ attempt: OAuthClient.Attempt) async throws(StepStop) -> StepOutcome? {
    var next = ""
    for _ in 0..<Self.pages {
      let response = try await client.send(
        .get, "\(path(of: host))?type=scheduled&page_size=300&next_page_token=\(PercentEncoding.encode(next))",
        mayRepeat: true, attempt)
      let answer = MeetingAnswer(response)
      guard response.isSuccess, let meetings = answer.body?["meetings"]?.listValue else {
        return response.isSuccess
          ? .retry(answer.error("unreadable_reply"), after: nil)
          : answer.refusal(now: attempt.request.now).repeatingReads
      }
      if let own = meetings.first(where: { $0["agenda"]?.stringValue == attempt.request.key }) {
        return Self.meeting(in: own) ?? .retry(answer.error("unreadable_reply"), after: nil)
      }
      next = answer.body?["next_page_token"]?.stringValue ?? ""
      if next.isEmpty { return nil }
    }
    return .retry(
      StepError(
        code: "too_many_meetings", message: "the host has more than \(Self.pages * 300) meetings", isOurs: true),
      after: nil)
  }

  private func change(
    _ method: HTTPRequest.Method, _ id: String, _ body: Value?, _ attempt: OAuthClient.Attempt
  ) async throws(StepStop) -> StepOutcome {
    guard ProviderIdentifier.isValid(id) else {
      return .failed(StepError(code: "rejected", message: "'id' is no identifier of a meeting at Zoom"))
    }
    let query = method == .delete ? "?schedule_for_reminder=false" : ""
    let response = try await client.send(method, "/v2/meetings/\(id)\(query)", body: body, mayRepeat: true, attempt)
    return response.isSuccess ? .done([:]) : MeetingAnswer(response).refusal(now: attempt.request.now)
  }

  private static func meeting(in body: Value?) -> StepOutcome? {
    guard let body, let url = body["join_url"]?.stringValue, !url.isEmpty else { return nil }
    let id = body["id"]?.intValue.map { String($0) } ?? body["id"]?.stringValue ?? ""
    guard ProviderIdentifier.isValid(id) else { return nil }
    return made(id: id, url: url, password: body["password"])
  }
}
