import CCurl
import NIOPosix
import Synchronization

/// Posts to webhook endpoints with libcurl on a few threads of its own; connections are kept between posts.
final class WebhookClient: Sendable {
  /// `@unchecked Sendable` because an easy handle is used by one thread at a time: it is taken out of the pool for a post and put
  /// back after it.
  private struct Handle: @unchecked Sendable { let curl: UnsafeMutableRawPointer }

  private let threads: NIOThreadPool
  private let idle = Mutex<[Handle]>([])
  private let timeout: Duration

  init(threads count: Int, timeout: Duration) {
    curl_global_init(Int(CURL_GLOBAL_DEFAULT))
    threads = NIOThreadPool(numberOfThreads: count)
    threads.start()
    self.timeout = timeout
  }

  /// Whether the endpoint answered 2xx. Everything else (also a redirect, which is not followed) is a no.
  func post(_ attempt: WebhookAttempt) async -> Bool {
    let status = try? await threads.runIfActive { self.status(attempt) }
    return (200..<300).contains(status ?? 0)
  }

  func stop() async {
    try? await threads.shutdownGracefully()
    let handles = idle.withLock { handles in
      defer { handles = [] }
      return handles
    }
    for handle in handles { curl_easy_cleanup(handle.curl) }
  }

  private func status(_ attempt: WebhookAttempt) -> Int {
    guard let handle = idle.withLock({ $0.popLast() }) ?? curl_easy_init().map({ Handle(curl: $0) }) else { return 0 }
    defer { idle.withLock { $0.append(handle) } }
    let curl = handle.curl
    curl_easy_reset(curl)
    cc_set_str(curl, CURLOPT_URL, attempt.url)
    cc_set_long(curl, CURLOPT_NOSIGNAL, 1)
    cc_set_long(curl, CURLOPT_POST, 1)
    let (seconds, fraction) = timeout.components
    cc_set_long(curl, CURLOPT_TIMEOUT_MS, Int(seconds) * 1_000 + Int(fraction / 1_000_000_000_000_000))
    cc_set_str(curl, CURLOPT_USERAGENT, "Stripe/1.0 (+https://stripe.com/docs/webhooks; magnetiq-sandbox)")
    cc_set_long(curl, CURLOPT_POSTFIELDSIZE, attempt.body.count)
    cc_set_datacb(curl, CURLOPT_WRITEFUNCTION) { _, size, count, _ in size * count }
    let signature = WebhookSignature.header(body: attempt.body, secret: attempt.secret, at: attempt.signedAt)
    var headers: UnsafeMutablePointer<curl_slist>?
    for header in ["Content-Type: application/json; charset=utf-8", "Stripe-Signature: \(signature)", "Expect:"] {
      headers = curl_slist_append(headers, header)
    }
    defer { curl_slist_free_all(headers) }
    cc_set_slist(curl, CURLOPT_HTTPHEADER, headers)
    return attempt.body.withUnsafeBytes { bytes in
      cc_set_ptr(curl, CURLOPT_POSTFIELDS, UnsafeMutableRawPointer(mutating: bytes.baseAddress))
      guard curl_easy_perform(curl) == CURLE_OK else { return 0 }
      var status = 0
      cc_get_long(curl, CURLINFO_RESPONSE_CODE, &status)
      return status
    }
  }
}
