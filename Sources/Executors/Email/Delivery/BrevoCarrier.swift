import CEL
import CivilTime
import Digests
import Encoding
import Execution
import Secrets
import Transport

/// Hands mails to Brevo's transactional interface (`POST /v3/smtp/email`). Brevo drops a repetition with the same
/// idempotency key for 15 to 30 minutes only. Before a later attempt its log of events is asked for the mail's tag, which
/// is the mail's own identity; what it knows is not sent again.
struct BrevoCarrier: MailCarrier {
  let settings: EmailSettings
  let account: BrevoAccount
  let transport: any HTTPTransport
  /// The look-up and the mail.
  let calls = 2

  func send(
    _ letter: MailComposer.Letter, _ request: StepRequest, isCancelled: @escaping @Sendable () -> Bool
  ) async throws(StepError) -> StepOutcome {
    let body = try BrevoMail(letter, settings: settings, key: request.key).body
    let timeout = request.timeout(within: settings.timeout, calls: calls)
    if request.number > 1 {
      switch await known(letter, timeout, isCancelled) {
      case .success(nil): break
      case .success(let id?): return .done(["message_id": .string(id)])
      case .failure(let stop): return stop.outcome
      }
    }
    let post = http(.post, "/v3/smtp/email", body: JSON.encode(body), timeout: timeout)
    switch await transport.send(post, isCancelled: isCancelled) {
    case .failure(let failure): return failure.outcome
    case .success(let response): return BrevoAnswer(response).ofMail(now: request.now)
    }
  }

  func check(now: Instant) async -> ExecutorCheck {
    let question = http(.get, "/v3/account", timeout: min(settings.timeout, .seconds(15)))
    switch await transport.send(question, isCancelled: { false }) {
    case .failure(let failure): return .broken(StepError(failure))
    case .success(let response):
      guard !response.isSuccess else { return .works("Brevo takes the key") }
      switch BrevoAnswer(response).ofRefusal(now: now) {
      case .retry(let error, _), .failed(let error), .unknown(let error): return .broken(error)
      case .done, .accepted: return .notAsked
      }
    }
  }

  private struct Stop: Error { let outcome: StepOutcome }

  /// The identity under which Brevo knows the mail; nil if it does not.
  private func known(
    _ letter: MailComposer.Letter, _ timeout: Duration, _ isCancelled: @escaping @Sendable () -> Bool
  ) async -> Result<String?, Stop> {
    let tags = PercentEncoding.encode("[\"\(BrevoMail.tag(of: letter))\"]")
    let email = PercentEncoding.encode(letter.recipient.description)
    let question = http(
      .get, "/v3/smtp/statistics/events?limit=10&email=\(email)&tags=\(tags)", timeout: timeout)
    switch await transport.send(question, isCancelled: isCancelled) {
    case .failure(let failure): return .failure(Stop(outcome: .retry(StepError(failure), after: nil)))
    case .success(let response) where response.isSuccess:
      guard let body = try? JSON.parse(response.body), body.mapValue != nil else {
        let error = StepError(code: "unreadable_reply", message: "Brevo's log could not be read")
        return .failure(Stop(outcome: .retry(error, after: nil)))
      }
      return .success(body["events"]?.listValue?.first.map { $0["messageId"]?.stringValue ?? letter.messageID })
    case .success(let response):
      return .failure(Stop(outcome: BrevoAnswer(response).ofRefusal(now: letter.date).repeatingReads))
    }
  }

  private func http(
    _ method: HTTPRequest.Method, _ path: String, body: [UInt8] = [], timeout: Duration
  ) -> HTTPRequest {
    HTTPRequest(
      method, account.baseURL + path,
      headers: [
        ("api-key", account.key.reveal()), ("Accept", "application/json"), ("Content-Type", "application/json"),
        ("User-Agent", "magnetiq/1"),
      ], body: body, timeout: timeout, allowPlaintext: account.allowPlaintext, mayRepeat: method == .get)
  }
}
