import Transport

/// Posts to webhook endpoints; connections are kept between posts.
struct WebhookClient: Sendable {
  private let client: CurlClient
  private let timeout: Duration

  /// - Parameter concurrency: posts to one host at a time; further ones wait.
  init(concurrency: Int, timeout: Duration) throws(TransportFailure) {
    client = try CurlClient(connectionsPerHost: concurrency)
    self.timeout = timeout
  }

  /// Whether the endpoint answered 2xx. Everything else (also a redirect, which is not followed) is a no.
  func post(_ attempt: WebhookAttempt) async -> Bool {
    let signature = WebhookSignature.header(body: attempt.body, secret: attempt.secret, at: attempt.signedAt)
    let request = HTTPRequest(
      .post, attempt.url,
      headers: [
        ("Content-Type", "application/json; charset=utf-8"), ("Stripe-Signature", signature),
        ("User-Agent", "Stripe/1.0 (+https://stripe.com/docs/webhooks; magnetiq-sandbox)"),
      ], body: attempt.body, timeout: timeout, allowPlaintext: true, mayRepeat: true)
    guard case .success(let response) = await client.send(request, isCancelled: { false }) else { return false }
    return response.isSuccess
  }

  func stop() { client.stop() }
}
