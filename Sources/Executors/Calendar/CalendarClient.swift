import Encoding
import Execution
import Secrets
import Transport

/// Calls of a CalDAV server with what each has in common: where the calendar is, and who asks.
struct CalendarClient: Sendable {
  /// The most exchanges of one step.
  static let calls = 2

  let settings: CalendarSettings
  let transport: any HTTPTransport

  /// The outcome of a step that ends before its last call.
  struct Stop: Error { let outcome: StepOutcome }

  /// The path of an owner's calendar, or of an entry in it.
  func path(of owner: String, uid: String? = nil) throws(StepError) -> String {
    guard ProviderIdentifier.isValid(owner) else {
      throw StepError(
        code: "rejected", message: "calendar: 'owner' is to be an identifier of letters, digits, '_' and '-'")
    }
    let calendar =
      "/"
      + settings.path.split(separator: "/").map { $0 == "{owner}" ? owner : String($0) }
      .joined(separator: "/") + "/"
    guard let uid else { return calendar }
    guard !uid.isEmpty, uid.utf8.count <= 255 else {
      throw StepError(code: "rejected", message: "calendar: 'uid' is to have 1 to 255 bytes")
    }
    return calendar + PercentEncoding.encode(uid) + ".ics"
  }

  /// Each request may be repeated: it is conditional, or repeating it changes nothing.
  func send(
    _ method: HTTPRequest.Method, _ path: String, headers: [(name: String, value: String)] = [], body: [UInt8] = [],
    for request: StepRequest, isCancelled: @escaping @Sendable () -> Bool
  ) async throws(Stop) -> HTTPResponse {
    var headers = headers + [(name: "User-Agent", value: "magnetiq/1")]
    if let user = settings.user, let password = settings.password {
      let pair = Base64.encode(Array("\(user):\(password.reveal())".utf8))
      headers.append((name: "Authorization", value: "Basic \(pair)"))
    }
    let http = HTTPRequest(
      method, settings.baseURL + path, headers: headers, body: body,
      timeout: request.timeout(within: settings.timeout, calls: Self.calls), maxResponseBytes: 4 << 20,
      allowPlaintext: settings.allowPlaintext, mayRepeat: true)
    switch await transport.send(http, isCancelled: isCancelled) {
    case .failure(let failure): throw Stop(outcome: failure.outcome)
    case .success(let response): return response
    }
  }

  /// An answer that is no success.
  static func refusal(_ response: HTTPResponse, _ request: StepRequest) -> StepOutcome {
    func because(_ code: String, ours cure: String? = nil) -> StepError {
      StepError(
        code: code, message: "the calendars' server answered \(response.status)\(cure.map { "; \($0)" } ?? "")",
        isOurs: cure != nil)
    }
    let wait = response.retryAfter(now: request.now)
    return switch response.status {
    case 401: .retry(because("unauthorized", ours: "renew the login of executors.calendar"), after: nil)
    case 403: .retry(because("forbidden", ours: "give the login the right to write to the calendars"), after: nil)
    // The calendar itself is not there (RFC 4918, 9.7.1; RFC 4791, 5.3.2.1).
    case 404, 409, 410: .failed(because("no_calendar"))
    // Somebody changed the entry in between: it is looked at again.
    case 412: .retry(because("changed"), after: wait)
    case 423: .retry(because("locked"), after: wait)
    case 429: .retry(because("rate_limited"), after: wait)
    case 400..<500: .failed(because("rejected"))
    default: .unknown(because("provider_error"))
    }
  }
}
