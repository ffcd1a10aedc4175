import CEL
import CivilTime
import Encoding
import Execution
import Secrets
import Transport

/// Sends calls to the provider's API with the headers that all calls share: credentials, API version, and the identity
/// of the booking and the step.
struct StripeClient: Sendable {
  let settings: StripeSettings
  let transport: any HTTPTransport

  /// Sends a call. A POST carries the step's key twice: as its idempotency key, and in the metadata of the object that
  /// it creates, where the reconciler looks for it.
  ///
  /// - Parameter movesMoney: if true, the request is sent once on a connection of its own. After a lost reply the
  ///   reconciler decides, and libcurl must not retry.
  func send(
    _ call: StripeCall, for request: StepRequest, movesMoney: Bool = false,
    isCancelled: @escaping @Sendable () -> Bool = { false }
  ) async -> Result<HTTPResponse, TransportFailure> {
    var headers = [
      ("Authorization", "Bearer \(settings.secret.reveal())"), ("Stripe-Version", settings.version),
      ("User-Agent", "magnetiq/1"),
    ]
    guard var form = call.form else {
      return await transport.send(
        http(.get, call.path, headers, mayRepeat: true, for: request), isCancelled: isCancelled)
    }
    headers += [("Idempotency-Key", request.key), ("Content-Type", "application/x-www-form-urlencoded")]
    // Cancelling and confirming create no object that could carry the key.
    if !["/cancel", "/expire", "/confirm"].contains(where: call.path.hasSuffix) {
      form.append("metadata[booking]", request.reference)
      form.append("metadata[key]", request.key)
    }
    return await transport.send(
      http(.post, call.path, headers, body: Array(form.encoded.utf8), mayRepeat: !movesMoney, for: request),
      isCancelled: isCancelled)
  }

  private func http(
    _ method: HTTPRequest.Method, _ path: String, _ headers: [(String, String)], body: [UInt8] = [],
    mayRepeat: Bool, for request: StepRequest
  ) -> HTTPRequest {
    HTTPRequest(
      method, settings.baseURL + path, headers: headers.map { (name: $0.0, value: $0.1) }, body: body,
      timeout: request.timeout(within: method == .get ? settings.questionTimeout : settings.timeout),
      maxResponseBytes: 4 << 20,
      allowPlaintext: settings.allowPlaintext, mayRepeat: mayRepeat)
  }

  /// Says whether the provider takes our key, in which mode, and whether its clock is ours.
  func check(now: Instant) async -> ExecutorCheck {
    let question = StepRequest.question(now: now)
    switch await send(.get("/v1/balance"), for: question) {
    case .failure(let failure): return .broken(StepError(failure))
    case .success(let response):
      guard response.isSuccess, let balance = try? JSON.parse(response.body), balance["object"] == "balance" else {
        let error = StripeError(response)
        return .broken(error.because(error.isProviders ? "refused" : "not_the_provider"))
      }
      let mode = balance["livemode"] == .bool(true) ? "live mode" : "test mode"
      guard let text = response.headers["date"], let theirs = HTTPDate.parse(text) else { return .works(mode) }
      let ahead = now.duration(since: theirs)
      guard ahead > settings.clockTolerance else { return .works(mode) }
      return .broken(
        StepError(
          code: "clock_ahead",
          message: "our clock is \(ahead.components.seconds) s ahead of the provider's (\(theirs)); set the clock",
          isOurs: true))
    }
  }

  /// Makes a harmless call to read the provider's clock. Returns nil unless our clock is ahead of it by more than the
  /// tolerance; then the outcome says why the money has to wait. A daemon whose clock has jumped ahead would release an
  /// escrow too early.
  func clockFault(_ request: StepRequest) async -> StepOutcome? {
    switch await send(.get("/v1/balance"), for: request) {
    case .failure(let failure):
      return .retry(StepError(failure), after: nil)
    case .success(let response):
      guard response.isSuccess else {
        let error = StripeError(response)
        // A gateway's refusal says nothing about the time; the daemon watches its clock by other means as well.
        if (400..<500).contains(response.status), !error.isProviders { return nil }
        let code = error.cure != nil ? "unauthorized" : response.status == 429 ? "rate_limited" : "provider_error"
        return .retry(error.because(code), after: response.retryAfter(now: request.now))
      }
      guard let text = response.headers["date"], let theirs = HTTPDate.parse(text) else {
        return .retry(StepError(code: "no_provider_clock", message: "the provider's reply has no Date"), after: nil)
      }
      let ahead = request.now.duration(since: theirs)
      guard ahead > settings.clockTolerance else { return nil }
      let message =
        "our clock is \(ahead.components.seconds) s ahead of the provider's (\(theirs)); set the clock; the step then continues"
      return .retry(StepError(code: "clock_ahead", message: message, isOurs: true), after: nil)
    }
  }
}
