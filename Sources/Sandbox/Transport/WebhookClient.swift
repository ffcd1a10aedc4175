import Transport

/// Posts to webhook endpoints over persistent connections.
struct WebhookClient: Sendable {
  private let client: CurlClient
  private let timeout: Duration

  /// - Parameter concurrency: the most posts to one host at a time; others wait.
  init(concurrency: Int, timeout: Duration) throws(TransportFailure) {
    client = try CurlClient(connectionsPerHost: concurrency)
    self.timeout = timeout
  }

  /// Returns true if the endpoint answered 2xx. Redirects are not followed and count as failures.
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
