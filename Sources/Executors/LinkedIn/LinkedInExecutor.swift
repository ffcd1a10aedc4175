import CEL
public import CivilTime
public import Execution
import Secrets
public import Transport

/// Publishes posts through LinkedIn's Posts API (`POST /rest/posts`). A post has no idempotency key, so one whose reply
/// was lost is not sent again.
public struct LinkedInExecutor: Executor {
  /// The executor's name, `linkedin`.
  public let name = "linkedin"
  /// The most attempts at once.
  public var concurrency: Int { settings.concurrency }
  /// The step `social.post`, with the time-out of the settings.
  public let steps: [StepDeclaration]

  /// Publishes a text on the main feed, visible to everybody. Without `author`, the author of the settings posts. The
  /// reply's `id` is LinkedIn's `x-restli-id`.
  public static let post = StepDeclaration(
    name: "social.post", stepClass: .notify,
    input: [.init(name: "text", type: .string), .init(name: "author", type: .nullable(.string))],
    returns: [.init(name: "id", type: .string)], errors: ["unauthorized", "rejected"], onUnknown: .skip,
    priority: .marketing)

  private let settings: LinkedInSettings
  private let transport: any HTTPTransport

  /// Creates the executor. The transport is shared with others.
  public init(_ settings: LinkedInSettings, transport: any HTTPTransport) {
    self.settings = settings
    steps = [Self.post.lasting(settings.timeout)]
    self.transport = transport
  }

  /// Publishes one post.
  public func execute(
    _ request: StepRequest, isCancelled: @escaping @Sendable () -> Bool,
    completion: @escaping @Sendable (StepOutcome) -> Void
  ) {
    guard request.step == Self.post.name else { return completion(.failed(unknownStep(request))) }
    let http: HTTPRequest
    do { http = try self.http(StepInput(request), request) } catch { return completion(.failed(error)) }
    start(
      {
        switch await transport.send(http, isCancelled: isCancelled) {
        case .failure(let failure): failure.outcome
        case .success(let response): Self.outcome(of: response, settings, request)
        }
      }, completion)
  }

  /// Asks whom the token belongs to, under the version that posts are sent with.
  public func check(now: Instant, completion: @escaping @Sendable (ExecutorCheck) -> Void) {
    let question = HTTPRequest(
      .get, settings.baseURL + "/v2/userinfo",
      headers: [
        ("Authorization", "Bearer \(settings.token.reveal())"), ("LinkedIn-Version", settings.version),
        ("User-Agent", "magnetiq/1"),
      ], timeout: min(settings.timeout, .seconds(15)), allowPlaintext: settings.allowPlaintext, mayRepeat: true)
    start(
      {
        switch await transport.send(question, isCancelled: { false }) {
        case .failure(let failure): return ExecutorCheck.broken(StepError(failure))
        // A token that may only post is refused the question, and known all the same.
        case .success(let response) where response.isSuccess || response.status == 403:
          guard let end = Self.sunset(of: settings.version), end < now else {
            return .works("the token and the version \(settings.version) are taken")
          }
          return .works("the token is taken; the version \(settings.version) is older than a year and may end any day")
        case .success(let response):
          let request = StepRequest.question(now: now)
          switch Self.outcome(of: response, settings, request) {
          case .failed(let error), .retry(let error, _), .unknown(let error): return .broken(error)
          case .done, .accepted: return .notAsked
          }
        }
      }, completion)
  }

  /// The version, which is switched off about a year after its month, and the token, if the settings say when it ends.
  public var expiries: [ExecutorExpiry] {
    var found: [ExecutorExpiry] = []
    if let end = Self.sunset(of: settings.version) {
      found.append(
        ExecutorExpiry(
          subject: "the version \(settings.version) of LinkedIn's interface", at: end,
          cure: "set executors.linkedin.version to a newer month"))
    }
    if let end = settings.tokenExpires {
      found.append(
        ExecutorExpiry(
          subject: "the token of executors.linkedin", at: end,
          cure: "renew it, write it to the credential and set token_expires"))
    }
    return found
  }

  /// A year after the version's month; nil if it names none.
  static func sunset(of version: String) -> Instant? {
    guard version.utf8.count == 6, let year = Int(version.prefix(4)), let month = Int(version.suffix(2)) else {
      return nil
    }
    let text = String(month)
    return try? Instant.parse("\(year + 1)-\(text.utf8.count == 1 ? "0" : "")\(text)-01T00:00:00Z")
  }

  private func http(_ input: StepInput, _ request: StepRequest) throws(StepError) -> HTTPRequest {
    let body: Value = [
      "author": .string(try input.optionalString("author") ?? settings.author),
      "commentary": .string(LittleText.escaped(try input.string("text"))),
      "visibility": "PUBLIC",
      "distribution": ["feedDistribution": "MAIN_FEED", "targetEntities": [], "thirdPartyDistributionChannels": []],
      "lifecycleState": "PUBLISHED",
      "isReshareDisabledByAuthor": false,
    ]
    return HTTPRequest(
      .post, settings.baseURL + "/rest/posts",
      headers: [
        ("Authorization", "Bearer \(settings.token.reveal())"), ("LinkedIn-Version", settings.version),
        ("X-Restli-Protocol-Version", "2.0.0"), ("Content-Type", "application/json"), ("User-Agent", "magnetiq/1"),
        ("X-Magnetiq-Key", request.key),
      ], body: JSON.encode(body), timeout: request.timeout(within: settings.timeout),
      allowPlaintext: settings.allowPlaintext, mayRepeat: false)
  }

  /// Reads LinkedIn's answer. Faults of our settings are retried until an operator mends them; an answer that leaves
  /// open whether the post was published is `unknown`.
  static func outcome(
    of response: HTTPResponse, _ settings: LinkedInSettings, _ request: StepRequest
  ) -> StepOutcome {
    // The code is taken only if it is an identifier. LinkedIn's prose is left out.
    let reason = (try? JSON.parse(response.body))?["code"]?.stringValue.flatMap { code in
      ProviderIdentifier.isValid(code) ? " \(code.prefix(80))" : nil
    }
    func because(_ code: String, ours cure: String? = nil) -> StepError {
      let text = "LinkedIn answered \(response.status)\(reason ?? "")\(cure.map { "; \($0)" } ?? "")"
      return StepError(code: code, message: text, isOurs: cure != nil)
    }
    func ours(_ code: String, _ cure: String) -> StepOutcome { .retry(because(code, ours: cure), after: nil) }
    let version =
      "the version \(settings.version) is not served (any more): set executors.linkedin.version to a newer month"
    switch response.status {
    case 200..<300:
      guard let id = response.headers["x-restli-id"] else { return .unknown(because("unreadable_reply")) }
      return .done(["id": .string(id)])
    case 426: return ours("version_inactive", version)
    case 400 where reason?.firstRange(of: "VERSION") != nil: return ours("version_inactive", version)
    case 401: return ours("unauthorized", "renew the token (the credential that executors.linkedin.token names)")
    // An author that the step names may be at fault. The author of the settings is our own fault.
    case 403 where request.input["author"]?.stringValue != nil: return .failed(because("unauthorized"))
    case 403:
      return ours("forbidden", "the token may not post as executors.linkedin.author: renew it with w_member_social")
    case 409: return .unknown(because("in_progress"))
    case 429: return .retry(because("rate_limited"), after: response.retryAfter(now: request.now))
    case 503: return .retry(because("provider_error"), after: response.retryAfter(now: request.now))
    case 400..<500: return .failed(because("rejected"))
    default: return .unknown(because("provider_error"))
    }
  }
}

/// LinkedIn's "little text" format reserves characters for mentions and links, which cut a post short unless they are
/// escaped. `#` is left as it is, for hashtags.
enum LittleText {
  static func escaped(_ text: String) -> String {
    var out = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if "\\|{}@[]()<>*_~".unicodeScalars.contains(scalar) { out.append("\\") }
      out.append(scalar)
    }
    return String(out)
  }
}
