import CEL
import Execution
import Secrets
import Transport

/// Calls Odoo through JSON-2 or JSON-RPC, with named parameters. Each call is a transaction of its own. A call that only reads loses nothing; one that writes may have been carried out although its answer did not
/// arrive.
struct OdooClient: Sendable {
  let settings: OdooSettings
  let transport: any HTTPTransport
  private let login = OdooLogin()

  init(settings: OdooSettings, transport: any HTTPTransport) {
    self.settings = settings
    self.transport = transport
  }

  /// The outcome of a step that ends before its last call.
  struct Stop: Error { let outcome: StepOutcome }

  func call(
    _ model: String, _ method: String, _ parameters: Value, naming fields: [String] = [], for request: StepRequest,
    isCancelled: @escaping @Sendable () -> Bool
  ) async throws(Stop) -> Value {
    let http: HTTPRequest
    switch settings.interface {
    case .json2: http = json2(model, method, parameters, request)
    case .jsonRPC(let user):
      let id = try await login.user { () async throws(Stop) in
        try await answer(
          rpc("common", "authenticate", [database, .string(user), .string(settings.key.reveal()), [:]], true, request),
          "common.authenticate", isRead: true, naming: [], request, isCancelled)
      }
      http = rpc(
        "object", "execute_kw",
        [database, .int(id), .string(settings.key.reveal()), .string(model), .string(method)]
          + OdooRPC.arguments(parameters), method != "message_post", request)
    }
    let isRead = ["search_read", "read", "fields_get", "has_access", "check_access_rights"].contains(method)
    return try await answer(http, "\(model).\(method)", isRead: isRead, naming: fields, request, isCancelled)
  }

  private func answer(
    _ http: HTTPRequest, _ what: String, isRead: Bool, naming fields: [String], _ request: StepRequest,
    _ isCancelled: @escaping @Sendable () -> Bool
  ) async throws(Stop) -> Value {
    switch await transport.send(http, isCancelled: isCancelled) {
    case .failure(let failure): throw Stop(outcome: isRead ? failure.outcome.repeatingReads : failure.outcome)
    case .success(var response):
      if case .jsonRPC = settings.interface { response = OdooRPC.plain(response) }
      return try value(of: response, what, isRead: isRead, naming: fields, request)
    }
  }

  private var database: Value { .string(settings.database ?? "") }

  private func json2(_ model: String, _ method: String, _ parameters: Value, _ request: StepRequest) -> HTTPRequest {
    var headers = [
      (name: "Authorization", value: "bearer \(settings.key.reveal())"),
      (name: "Content-Type", value: "application/json"),
      (name: "User-Agent", value: "magnetiq/1"),
    ]
    if let database = settings.database { headers.append((name: "X-Odoo-Database", value: database)) }
    return http("/json/2/\(model)/\(method)", headers, parameters, method != "message_post", request)
  }

  private func rpc(
    _ service: String, _ method: String, _ arguments: [Value], _ mayRepeat: Bool, _ request: StepRequest
  ) -> HTTPRequest {
    http(
      "/jsonrpc",
      [(name: "Content-Type", value: "application/json"), (name: "User-Agent", value: "magnetiq/1")],
      [
        "jsonrpc": "2.0", "method": "call", "id": 1,
        "params": ["service": .string(service), "method": .string(method), "args": .list(arguments)],
      ], mayRepeat, request)
  }

  private func http(
    _ path: String, _ headers: [(name: String, value: String)], _ body: Value, _ mayRepeat: Bool,
    _ request: StepRequest
  ) -> HTTPRequest {
    HTTPRequest(
      .post, settings.baseURL + path, headers: headers, body: JSON.encode(body),
      timeout: request.timeout(within: settings.timeout, calls: OdooExecutor.calls),
      allowPlaintext: settings.allowPlaintext, mayRepeat: mayRepeat)
  }

  private func value(
    of response: HTTPResponse, _ what: String, isRead: Bool, naming fields: [String], _ request: StepRequest
  ) throws(Stop) -> Value {
    let body = try? JSON.parse(response.body)
    // Only the class of an error is taken. The rest holds a traceback and the data that was sent.
    let name = body?["name"]?.stringValue.map { " \(ProviderWord.shown($0))" } ?? ""
    func because(_ code: String, ours cure: String? = nil) -> StepError {
      let text = "\(what): Odoo answered \(response.status)\(name)\(cure.map { "; \($0)" } ?? "")"
      return StepError(code: code, message: text, isOurs: cure != nil)
    }
    func ours(_ code: String, _ cure: String) -> Stop { Stop(outcome: .retry(because(code, ours: cure), after: nil)) }
    let wait = response.retryAfter(now: request.now)
    func uncertain(_ code: String) -> Stop {
      Stop(outcome: isRead ? .retry(because(code), after: wait) : .unknown(because(code)))
    }
    // An error rolls the transaction back, so that nothing of the call has happened.
    if !response.isSuccess, let fault = Self.missingField(fields, in: body?["message"]?.stringValue ?? "", what) {
      throw Stop(outcome: .retry(fault, after: nil))
    }
    if response.status == 401 { login.forget() }
    switch response.status {
    case 200..<300:
      guard let body else { throw uncertain("unreadable_reply") }
      return body
    case 401: throw ours("unauthorized", "renew the API key (the credential that executors.odoo.key names)")
    case 403 where what.hasPrefix("res.partner."):
      throw ours("forbidden", "give the key's user the right to make contacts, or set executors.odoo.partners: false")
    case 403: throw ours("forbidden", "give the key's user the rights to leads, stages and messages")
    case 404 where body?["name"]?.stringValue?.hasSuffix("MissingError") != true:
      throw ours("not_found", "check executors.odoo.url and database, and that its CRM is installed")
    case 409: throw uncertain("in_progress")
    case 429: throw Stop(outcome: .retry(because("rate_limited"), after: wait))
    case 408: throw uncertain("timeout")
    case 400..<500: throw Stop(outcome: .failed(because("rejected")))
    default: throw uncertain("provider_error")
    }
  }

  /// Returns an error of ours if the CRM lacks a field that we write. Its message is the field's name alone (KeyError),
  /// or calls the field invalid or unknown. Nothing of the message is repeated but a name of ours.
  static func missingField(_ fields: [String], in message: String, _ what: String) -> StepError? {
    let field = fields.map { String($0.prefix { $0 != "/" }) }.first { field in
      message == "'\(field)'" || message == field
        || message.firstRange(of: "'\(field)'") != nil
          && ["Invalid field", "Unknown field", "KeyError"].contains { message.firstRange(of: $0) != nil }
    }
    guard let field else { return nil }
    let cure = "create it there, or take it out of executors.odoo (reference_field, fields)"
    return StepError(
      code: "unknown_field", message: "\(what): the CRM has no field '\(field)' on its leads: \(cure)", isOurs: true)
  }
}
