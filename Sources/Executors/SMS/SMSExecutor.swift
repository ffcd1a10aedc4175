import CEL
public import CivilTime
import Encoding
public import Execution
import Secrets
public import Transport

/// Sends text messages through Twilio (`POST /2010-04-01/Accounts/{account}/Messages.json`). The interface has no
/// idempotency key, so a message whose reply was lost is not sent again: people are not woken twice.
public struct SMSExecutor: Executor {
  /// The executor's name, `sms`.
  public let name = "sms"
  /// The most attempts at once.
  public var concurrency: Int { settings.concurrency }
  /// The step `sms.send`, with the time-out of the settings.
  public let steps: [StepDeclaration]

  /// Sends a text of at most 1,600 characters to a number as `+` and digits. The reply's `id` is Twilio's `sid`.
  public static let send = StepDeclaration(
    name: "sms.send", stepClass: .notify,
    input: [
      .init(name: "to", type: .string), .init(name: "text", type: .string),
      // The message may be ended by an answer, and is left out for who has done so.
      .init(name: "marketing", type: .nullable(.bool)),
    ],
    returns: [.init(name: "id", type: .string)], errors: ["rejected", SuppressionList.code], onUnknown: .skip)

  /// The service's limit of a text.
  private static let longest = 1_600

  private let settings: SMSSettings
  private let transport: any HTTPTransport
  private let suppressions: SuppressionList

  /// Creates the executor. The transport is shared with others; the list may be filled later.
  public init(
    _ settings: SMSSettings, transport: any HTTPTransport, suppressions: SuppressionList = SuppressionList()
  ) {
    self.settings = settings
    steps = [Self.send.lasting(settings.timeout)]
    self.transport = transport
    self.suppressions = suppressions
  }

  /// Sends one message, unless its number is on the suppression list.
  public func execute(
    _ request: StepRequest, isCancelled: @escaping @Sendable () -> Bool,
    completion: @escaping @Sendable (StepOutcome) -> Void
  ) {
    guard request.step == Self.send.name else { return completion(.failed(unknownStep(request))) }
    start({ await send(request, isCancelled) }, completion)
  }

  /// Asks for the account, which has to be active.
  public func check(now: Instant, completion: @escaping @Sendable (ExecutorCheck) -> Void) {
    start(
      {
        let question = http(.get, ".json", timeout: min(settings.timeout, .seconds(15)))
        switch await transport.send(question, isCancelled: { false }) {
        case .failure(let failure): return ExecutorCheck.broken(StepError(failure))
        case .success(let response) where response.isSuccess:
          let status = (try? JSON.parse(response.body))?["status"]?.stringValue ?? "unknown"
          guard status == "active" else {
            return .broken(
              StepError(
                code: "account_\(ProviderWord.shown(status))",
                message: "Twilio's account is not active: look at its console", isOurs: true))
          }
          return .works("Twilio takes the token, and the account is active")
        case .success(let response):
          switch Self.outcome(of: response, now: now) {
          case .failed(let error), .retry(let error, _), .unknown(let error): return .broken(error)
          case .done, .accepted: return .notAsked
          }
        }
      }, completion)
  }

  private func send(_ request: StepRequest, _ isCancelled: @escaping @Sendable () -> Bool) async -> StepOutcome {
    let contact: Contact
    let form: FormFields
    do throws(StepError) {
      let input = StepInput(request)
      guard let to = Contact(.sms, try input.string("to")) else {
        throw StepError(code: "rejected", message: "sms.send: 'to' is no number such as +4930123456")
      }
      contact = to
      form = try fields(to, try input.string("text"), request)
    } catch {
      return .failed(error)
    }
    let isMarketing = request.input["marketing"] == .bool(true)
    if let refusal = await suppressions.refusal(of: contact, isMarketing: isMarketing) { return refusal }
    let message = http(
      .post, "/Messages.json", body: Array(form.encoded.utf8), timeout: request.timeout(within: settings.timeout))
    switch await transport.send(message, isCancelled: isCancelled) {
    case .failure(let failure): return failure.outcome
    case .success(let response): return Self.outcome(of: response, now: request.now)
    }
  }

  private func fields(_ to: Contact, _ text: String, _ request: StepRequest) throws(StepError) -> FormFields {
    guard !text.isEmpty, text.utf16.count <= Self.longest else {
      throw StepError(code: "rejected", message: "sms.send: 'text' is to have 1 to \(Self.longest) characters")
    }
    var form = FormFields([("To", to.address), ("Body", text)])
    form.append(settings.from.hasPrefix("MG") ? "MessagingServiceSid" : "From", settings.from)
    if let callback = settings.callback {
      form.append("StatusCallback", "\(callback)?reference=\(PercentEncoding.encode(request.reference))")
    }
    return form
  }

  private func http(
    _ method: HTTPRequest.Method, _ path: String, body: [UInt8] = [], timeout: Duration
  ) -> HTTPRequest {
    let token = settings.token.reveal()
    let credentials = token.contains(":") ? token : "\(settings.account):\(token)"
    return HTTPRequest(
      method, "\(settings.baseURL)/2010-04-01/Accounts/\(settings.account)\(path)",
      headers: [
        ("Authorization", "Basic \(Base64.encode(Array(credentials.utf8)))"), ("Accept", "application/json"),
        ("Content-Type", "application/x-www-form-urlencoded"), ("User-Agent", "magnetiq/1"),
      ], body: body, timeout: timeout, allowPlaintext: settings.allowPlaintext, mayRepeat: method == .get)
  }

  /// Reads Twilio's answer. A refusal is Twilio's only if it has Twilio's number of an error.
  static func outcome(of response: HTTPResponse, now: Instant) -> StepOutcome {
    let body = try? JSON.parse(response.body)
    let number = body?["code"]?.intValue
    func error(_ code: String, _ cure: String? = nil) -> StepError {
      StepError(
        code: code,
        message: "Twilio answered \(response.status)\(number.map { " (\($0))" } ?? "")\(cure.map { "; \($0)" } ?? "")",
        isOurs: cure != nil)
    }
    if response.isSuccess {
      guard let id = body?["sid"]?.stringValue, ProviderIdentifier.isValid(id) else {
        return .unknown(error("unreadable_reply"))
      }
      return .done(["id": .string(id)])
    }
    guard let number else { return .unknown(error("not_the_provider")) }
    switch (response.status, number) {
    case (400, 21_610): return .failed(error(SuppressionList.code))
    // Numbers of errors about the number that messages come from.
    case (400, 21_212), (400, 21_603), (400, 21_606), (400, 21_611), (400, 21_659), (400, 21_660):
      return .retry(
        error("bad_sender", "messages may not come from executors.sms.from: set a number of the account"), after: nil)
    case (401, _):
      return .retry(
        error("unauthorized", "renew the token (the credential that executors.sms.token names)"), after: nil)
    case (403, _), (404, 20_404):
      return .retry(error("forbidden", "look at executors.sms.account, and at Twilio's console"), after: nil)
    case (429, _): return .retry(error("rate_limited"), after: response.retryAfter(now: now))
    case (503, _): return .retry(error("provider_error"), after: response.retryAfter(now: now))
    case (400..<500, _): return .failed(error("rejected"))
    default: return .unknown(error("provider_error"))
    }
  }
}
