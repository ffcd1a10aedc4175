import CEL
import Execution

/// Calls of JSON-2: `POST /json/2/<model>/<method>` with named parameters. Each call is a transaction of its own. Of one
/// that only reads nothing can be lost; one that writes may have been carried out though its answer did not come.
struct OdooClient: Sendable {
  let settings: OdooSettings
  let transport: any HTTPTransport

  /// What ends a step before its last call.
  struct Stop: Error { let outcome: StepOutcome }

  func call(
    _ model: String, _ method: String, _ parameters: Value, for request: StepRequest,
    isCancelled: @escaping @Sendable () -> Bool
  ) async throws(Stop) -> Value {
    var headers = [
      (name: "Authorization", value: "bearer \(settings.key.reveal())"),
      (name: "Content-Type", value: "application/json"),
      (name: "User-Agent", value: "magnetiq/1"),
    ]
    if let database = settings.database { headers.append((name: "X-Odoo-Database", value: database)) }
    let http = HTTPRequest(
      .post, "\(settings.baseURL)/json/2/\(model)/\(method)", headers: headers, body: JSON.encode(parameters),
      timeout: request.timeout(within: settings.timeout, calls: OdooExecutor.calls),
      allowPlaintext: settings.allowPlaintext, mayRepeat: method != "message_post")
    let isRead = method == "search_read"
    switch await transport.send(http, isCancelled: isCancelled) {
    case .failure(let failure): throw Stop(outcome: isRead ? failure.outcome.repeatingReads : failure.outcome)
    case .success(let response): return try value(of: response, "\(model).\(method)", isRead: isRead, request)
    }
  }

  private func value(
    of response: HTTPResponse, _ what: String, isRead: Bool, _ request: StepRequest
  ) throws(Stop) -> Value {
    let body = try? JSON.parse(response.body)
    // Of an error only its class is taken: the rest holds a traceback and what was sent.
    let name = body?["name"]?.stringValue.map { " \($0.prefix(80))" } ?? ""
    func because(_ code: String, _ cure: String = "") -> StepError {
      StepError(code: code, message: "\(what): Odoo answered \(response.status)\(name)\(cure)")
    }
    let wait = response.retryAfter(now: request.now)
    func uncertain(_ code: String) -> Stop {
      Stop(outcome: isRead ? .retry(because(code), after: wait) : .unknown(because(code)))
    }
    switch response.status {
    case 200..<300:
      guard let body else { throw uncertain("unreadable_reply") }
      return body
    case 401: throw Stop(outcome: .retry(because("unauthorized", "; renew the API key"), after: wait))
    case 409: throw uncertain("in_progress")
    case 429: throw Stop(outcome: .retry(because("rate_limited"), after: wait))
    case 408: throw uncertain("timeout")
    case 400..<500: throw Stop(outcome: .failed(because("rejected")))
    default: throw uncertain("provider_error")
    }
  }
}
