import CEL
import CivilTime
import Encoding
import Execution
import Secrets
import Synchronization
import Transport

/// The outcome of a step that ends before its last call.
struct StepStop: Error { let outcome: StepOutcome }

/// Access tokens of a service (RFC 6749). A token is used until a minute before its end, and replaced when it is refused.
final class OAuthTokens: Sendable {
  /// The question to the address that gives tokens.
  struct Grant: Sendable {
    let url: String
    let fields: [(name: String, value: Secret)]
    let allowPlaintext: Bool
    /// The section of the settings that is at fault if no token is given: `executors.calendar`.
    let section: String
  }

  private struct Token: Sendable {
    let text: String
    let ends: Instant
  }

  private static let margin = Duration.seconds(60)

  private let grant: Grant
  private let transport: any HTTPTransport
  private let kept = Mutex<Token?>(nil)

  init(_ grant: Grant, transport: any HTTPTransport) { (self.grant, self.transport) = (grant, transport) }

  /// Returns a token that is valid now.
  func token(
    now: Instant, timeout: Duration, isCancelled: @escaping @Sendable () -> Bool
  ) async throws(StepStop) -> String {
    if let token = kept.withLock({ $0 }), now < token.ends { return token.text }
    let form = FormFields(grant.fields.map { ($0.name, $0.value.reveal()) })
    let question = HTTPRequest(
      .post, grant.url,
      headers: [("Content-Type", "application/x-www-form-urlencoded"), ("User-Agent", "magnetiq/1")],
      body: Array(form.encoded.utf8), timeout: timeout, maxResponseBytes: 64 << 10,
      allowPlaintext: grant.allowPlaintext, mayRepeat: true)
    switch await transport.send(question, isCancelled: isCancelled) {
    case .failure(let failure): throw StepStop(outcome: failure.outcome.repeatingReads)
    case .success(let response):
      let body = try? JSON.parse(response.body)
      if response.isSuccess, let text = body?["access_token"]?.stringValue, !text.isEmpty, text.utf8.count <= 16_384,
        text.utf8.allSatisfy({ (0x21..<0x7F).contains($0) })
      {
        let seconds = min(max(body?["expires_in"]?.intValue ?? 0, 0), 86_400)
        let ends = now.adding(.seconds(seconds) - Self.margin) ?? now
        kept.withLock { $0 = Token(text: text, ends: ends) }
        return text
      }
      throw StepStop(outcome: refusal(response, body, now))
    }
  }

  /// Forgets a token that was refused, unless another one has taken its place.
  func drop(_ text: String) {
    kept.withLock { if $0?.text == text { $0 = nil } }
  }

  /// An answer with an `error` is the service's own word (RFC 6749 §5.2), and says that the settings are wrong.
  private func refusal(_ response: HTTPResponse, _ body: Value?, _ now: Instant) -> StepOutcome {
    let word = body?["error"]?.stringValue
    let isOurs = word != nil && (400..<500).contains(response.status) && response.status != 429
    let cure = isOurs ? " (\(ProviderWord.shown(word ?? ""))); renew the credentials of \(grant.section)" : ""
    return .retry(
      StepError(
        code: isOurs ? "unauthorized" : "no_token", message: "no token was given, but \(response.status)\(cure)",
        isOurs: isOurs), after: response.retryAfter(now: now))
  }
}

extension OAuthTokens.Grant {
  /// The grant of a Google account.
  init(_ account: GoogleAccount, allowPlaintext: Bool, section: String) {
    self.init(
      url: account.tokenURL,
      fields: [
        ("grant_type", "refresh_token"), ("client_id", Secret(account.client)), ("client_secret", account.secret),
        ("refresh_token", account.refreshToken),
      ], allowPlaintext: allowPlaintext, section: section)
  }

  /// The grant of an app of Microsoft's.
  init(_ account: MicrosoftAccount, allowPlaintext: Bool, section: String) {
    self.init(
      url: "\(account.loginURL)/\(PercentEncoding.encode(account.tenant))/oauth2/v2.0/token",
      fields: [
        ("grant_type", "client_credentials"), ("client_id", Secret(account.client)), ("client_secret", account.secret),
        ("scope", Secret("\(account.baseURL)/.default")),
      ], allowPlaintext: allowPlaintext, section: section)
  }
}
