import CEL
public import Execution
import Secrets
public import Transport

/// Posts through LinkedIn's Posts API. A post has no idempotency key, so one whose reply was lost is not sent again.
public struct LinkedInExecutor: Executor {
  public let name = "linkedin"
  public var concurrency: Int { settings.concurrency }
  public let steps: [StepDeclaration]

  public static let post = StepDeclaration(
    name: "social.post", stepClass: .notify,
    input: [.init(name: "text", type: .string), .init(name: "author", type: .nullable(.string))],
    returns: [.init(name: "id", type: .string)], errors: ["unauthorized", "rejected"], onUnknown: .skip,
    priority: .marketing)

  private let settings: LinkedInSettings
  private let transport: any HTTPTransport

  public init(_ settings: LinkedInSettings, transport: any HTTPTransport) {
    self.settings = settings
    steps = [Self.post.lasting(settings.timeout)]
    self.transport = transport
  }

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

  static func outcome(
    of response: HTTPResponse, _ settings: LinkedInSettings, _ request: StepRequest
  ) -> StepOutcome {
    // LinkedIn's code is a word of its own list; its prose is left where it is.
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
    // An author that the step names may be at fault; the one of the settings is ours.
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

/// LinkedIn's "little text" format reserves characters for mentions and links; unescaped they cut a post short. `#` stays, for hashtags.
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
