import CEL
import CivilTime
import Execution
import Transport

/// Calls of an interface with JSON and access tokens.
struct OAuthClient: Sendable {
  /// The most exchanges of one call: a token, the call, and both again if the token is refused.
  static let exchanges = 4

  /// The facts that the calls of one attempt have in common.
  struct Attempt: Sendable {
    let request: StepRequest
    /// Of one exchange.
    let timeout: Duration
    let isCancelled: @Sendable () -> Bool
  }

  let baseURL: String
  let tokens: OAuthTokens
  let transport: any HTTPTransport
  let allowPlaintext: Bool

  /// Makes the client of an account, whose tokens come over the same transport.
  init(_ grant: OAuthTokens.Grant, baseURL: String, transport: any HTTPTransport, allowPlaintext: Bool) {
    self.baseURL = baseURL
    tokens = OAuthTokens(grant, transport: transport)
    self.transport = transport
    self.allowPlaintext = allowPlaintext
  }

  /// Sends a request with a token. One that is refused is replaced once: nothing was done with it.
  ///
  /// - Parameter mayRepeat: true if sending it twice changes nothing.
  func send(
    _ method: HTTPRequest.Method, _ path: String, headers: [(name: String, value: String)] = [], body: Value? = nil,
    mayRepeat: Bool, _ attempt: Attempt
  ) async throws(StepStop) -> HTTPResponse {
    var refused: HTTPResponse?
    for _ in 0..<2 {
      let token = try await tokens.token(
        now: attempt.request.now, timeout: attempt.timeout, isCancelled: attempt.isCancelled)
      var all = headers + [("Authorization", "Bearer \(token)"), ("User-Agent", "magnetiq/1")]
      if body != nil { all.append(("Content-Type", "application/json; charset=utf-8")) }
      let http = HTTPRequest(
        method, baseURL + path, headers: all, body: body.map(JSON.encode) ?? [], timeout: attempt.timeout,
        maxResponseBytes: 4 << 20, allowPlaintext: allowPlaintext, mayRepeat: mayRepeat)
      switch await transport.send(http, isCancelled: attempt.isCancelled) {
      case .failure(let failure): throw StepStop(outcome: failure.outcome)
      case .success(let response):
        guard response.status == 401 else { return response }
        tokens.drop(token)
        refused = response
      }
    }
    guard let refused else {
      throw StepStop(outcome: .retry(StepError(code: "no_token", message: "no answer"), after: nil))
    }
    return refused
  }
}
