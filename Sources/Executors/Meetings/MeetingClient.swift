import CEL
import CivilTime
import Encoding
import Execution
import Secrets
import Synchronization
import Transport

/// Calls of Zoom's interface. A token lives an hour; it is asked for when there is none, and again when it is refused.
final class MeetingClient: Sendable {
  private let account: ZoomAccount
  private let allowPlaintext: Bool
  private let transport: any HTTPTransport
  private let token = Mutex<String?>(nil)

  init(_ account: ZoomAccount, allowPlaintext: Bool, transport: any HTTPTransport) {
    (self.account, self.allowPlaintext, self.transport) = (account, allowPlaintext, transport)
  }

  /// Sends a request with a token. One that is refused as too old is replaced once: nothing was done with it.
  func send(
    _ method: HTTPRequest.Method, _ path: String, body: Value? = nil, mayRepeat: Bool,
    _ attempt: OAuthClient.Attempt
  ) async throws(StepStop) -> HTTPResponse {
    for isLast in [false, true] {
      let http = HTTPRequest(
        method, account.baseURL + path,
        headers: [
          ("Authorization", "Bearer \(try await bearer(attempt))"), ("Content-Type", "application/json"),
          ("User-Agent", "magnetiq/1"),
        ], body: body.map(JSON.encode) ?? [], timeout: attempt.timeout, allowPlaintext: allowPlaintext,
        mayRepeat: mayRepeat)
      switch await transport.send(http, isCancelled: attempt.isCancelled) {
      case .failure(let failure): throw StepStop(outcome: failure.outcome)
      case .success(let response):
        guard response.status == 401, MeetingAnswer(response).code != nil, !isLast else { return response }
        token.withLock { $0 = nil }
      }
    }
    throw StepStop(outcome: .retry(StepError(code: "unauthorized", message: "Zoom refused a new token"), after: nil))
  }

  private func bearer(_ attempt: OAuthClient.Attempt) async throws(StepStop) -> String {
    if let kept = token.withLock({ $0 }) { return kept }
    let credentials = Base64.encode(Array("\(account.client):\(account.secret.reveal())".utf8))
    let name = PercentEncoding.encode(account.account)
    let question = HTTPRequest(
      .post, "\(account.tokenURL)/oauth/token?grant_type=account_credentials&account_id=\(name)",
      headers: [
        ("Authorization", "Basic \(credentials)"), ("Content-Type", "application/x-www-form-urlencoded"),
        ("User-Agent", "magnetiq/1"),
      ], timeout: attempt.timeout, allowPlaintext: allowPlaintext, mayRepeat: true)
    switch await transport.send(question, isCancelled: attempt.isCancelled) {
    case .failure(let failure): throw StepStop(outcome: failure.outcome.repeatingReads)
    case .success(let response):
      let body = try? JSON.parse(response.body)
      if response.isSuccess, let text = body?["access_token"]?.stringValue, !text.isEmpty {
        token.withLock { $0 = text }
        return text
      }
      let isOurs = body?["error"]?.stringValue != nil && (400..<500).contains(response.status)
      throw StepStop(
        outcome: .retry(
          StepError(
            code: isOurs ? "unauthorized" : "no_token",
            message: "Zoom gave no token, but \(response.status)"
              + (isOurs ? "; look at account, client and secret of executors.meetings" : ""), isOurs: isOurs),
          after: response.retryAfter(now: .epoch)))
    }
  }
}

/// An answer of Zoom's interface. A refusal is Zoom's only if it has Zoom's number.
struct MeetingAnswer {
  private let response: HTTPResponse
  let body: Value?
  let code: Int64?

  init(_ response: HTTPResponse) {
    self.response = response
    body = try? JSON.parse(response.body)
    code = body?["code"]?.intValue
  }

  /// The outcome that a refusal means.
  func refusal(now: Instant) -> StepOutcome {
    guard let code else { return .unknown(error("not_the_provider")) }
    switch (response.status, code) {
    case (401, _):
      return .retry(error("unauthorized", "look at the credentials of executors.meetings"), after: nil)
    case (403, _), (400, 4_711):
      return .retry(error("forbidden", "the app lacks a scope (meeting:write:meeting:admin and others)"), after: nil)
    case (404, 1_001), (400, 1_120): return .failed(error("no_host"))
    case (404, 3_001), (400, 3_001): return .failed(error(ZoomMeetings.noMeeting))
    case (429, _): return .retry(error("rate_limited"), after: response.retryAfter(now: now))
    case (400..<500, _): return .failed(error("rejected"))
    default: return .unknown(error("provider_error"))
    }
  }

  func error(_ code: String, _ cure: String? = nil) -> StepError {
    StepError(
      code: code,
      message: "Zoom answered \(response.status)\(self.code.map { " (\($0))" } ?? "")\(cure.map { "; \($0)" } ?? "")",
      isOurs: cure != nil)
  }
}
