import CEL
import CivilTime
import Encoding
import Execution
import Secrets
import Transport

/// Calendars of a CalDAV server (RFC 4791), one for each owner.
struct CalDAVCalendar: CalendarService {
  private let account: CalDAVAccount
  private let allowPlaintext: Bool
  private let transport: any HTTPTransport

  var exchanges: Int { 2 }

  init(_ account: CalDAVAccount, allowPlaintext: Bool, transport: any HTTPTransport) {
    (self.account, self.allowPlaintext, self.transport) = (account, allowPlaintext, transport)
  }

  /// Looks first: an entry of a later sequence stays. What is written is written against what was seen, so that nobody's
  /// change in between is lost.
  func put(
    _ entry: Invitation, of owner: String, _ attempt: OAuthClient.Attempt
  ) async throws(StepStop) -> StepOutcome {
    let path = try path(of: owner, uid: entry.uid)
    let seen = try await send(.get, path, attempt)
    let condition: (name: String, value: String)
    switch seen.status {
    case 200:
      if let sequence = CalendarReading.sequence(of: seen.body), sequence > entry.sequence { return .done([:]) }
      guard let tag = seen.headers["etag"] else {
        return .unknown(StepError(code: "unreadable_reply", message: "the calendar's entry has no ETag"))
      }
      condition = (name: "If-Match", value: tag)
    case 404, 410: condition = (name: "If-None-Match", value: "*")
    default: return Self.refusal(seen, attempt.request)
    }
    let text = entry.text(stamp: attempt.request.startedAt ?? attempt.request.now, isExchanged: false)
    let written = try await send(
      .put, path, headers: [condition, ("Content-Type", "text/calendar; charset=utf-8")], body: Array(text.utf8),
      attempt)
    return written.isSuccess ? .done([:]) : Self.refusal(written, attempt.request)
  }

  func delete(
    _ uid: String, of owner: String, _ attempt: OAuthClient.Attempt
  ) async throws(StepStop) -> StepOutcome {
    let gone = try await send(.delete, try path(of: owner, uid: uid), attempt)
    // One that is not there is as good as taken away.
    return gone.isSuccess || [404, 410].contains(gone.status) ? .done([:]) : Self.refusal(gone, attempt.request)
  }

  func busy(
    _ owner: String, from: Instant, to: Instant, _ attempt: OAuthClient.Attempt
  ) async throws(StepStop) -> StepOutcome {
    let query = """
      <?xml version="1.0" encoding="utf-8"?>
      <C:free-busy-query xmlns:C="urn:ietf:params:xml:ns:caldav"><C:time-range \
      start="\(CalendarText.utc(from))" end="\(CalendarText.utc(to))"/>\
      </C:free-busy-query>
      """
    let reply = try await send(
      .report, try path(of: owner), headers: [("Depth", "1"), ("Content-Type", "application/xml; charset=utf-8")],
      body: Array(query.utf8), attempt)
    guard reply.isSuccess else { return Self.refusal(reply, attempt.request) }
    guard let times = CalendarReading.busy(in: reply.body) else {
      return .unknown(StepError(code: "unreadable_reply", message: "the calendar's answer is no VFREEBUSY"))
    }
    return .done(["busy": .list(times.map { ["start": .timestamp($0.start), "end": .timestamp($0.end)] })])
  }

  /// Asks for the server's properties with our login.
  func check(_ attempt: OAuthClient.Attempt) async throws(StepStop) -> ExecutorCheck {
    let reply = try await send(.propfind, "/", headers: [("Depth", "0")], attempt)
    return reply.isSuccess
      ? .works("the calendars' server lets us in")
      : .broken(StepError(code: "rejected", message: "the calendars' server answered \(reply.status)"))
  }

  /// The path of an owner's calendar, or of an entry in it.
  private func path(of owner: String, uid: String? = nil) throws(StepStop) -> String {
    guard ProviderIdentifier.isValid(owner) else {
      throw StepStop(
        outcome: .failed(
          StepError(
            code: "rejected", message: "calendar: 'owner' is to be an identifier of letters, digits, '_' and '-'")))
    }
    let parts = account.path.split(separator: "/").map { $0 == "{owner}" ? owner : String($0) }
    let calendar = "/" + parts.joined(separator: "/") + "/"
    return uid.map { calendar + PercentEncoding.encode($0) + ".ics" } ?? calendar
  }

  /// Each request may be repeated: it is conditional, or repeating it changes nothing.
  private func send(
    _ method: HTTPRequest.Method, _ path: String, headers: [(name: String, value: String)] = [], body: [UInt8] = [],
    _ attempt: OAuthClient.Attempt
  ) async throws(StepStop) -> HTTPResponse {
    var headers = headers + [(name: "User-Agent", value: "magnetiq/1")]
    if let user = account.user, let password = account.password {
      let pair = Base64.encode(Array("\(user):\(password.reveal())".utf8))
      headers.append((name: "Authorization", value: "Basic \(pair)"))
    }
    let http = HTTPRequest(
      method, account.baseURL + path, headers: headers, body: body, timeout: attempt.timeout,
      maxResponseBytes: 4 << 20, allowPlaintext: allowPlaintext, mayRepeat: true)
    switch await transport.send(http, isCancelled: attempt.isCancelled) {
    case .failure(let failure): throw StepStop(outcome: failure.outcome)
    case .success(let response): return response
    }
  }

  /// An answer that is no success.
  private static func refusal(_ response: HTTPResponse, _ request: StepRequest) -> StepOutcome {
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
