import CEL
import Execution
import Transport

/// A refusal by the provider: `{"error": {"type", "code", "param", …}}`. Its prose is not kept, because it may quote
/// the request.
struct StripeError: Sendable {
  let status: Int
  let type: String
  let code: String?
  let declineCode: String?
  let parameter: String?
  /// The state of the payment intent that the refusal is about, if given.
  let intentStatus: String?
  let requestID: String?
  /// True if the answer holds the provider's error object; otherwise an intermediary answered.
  let isProviders: Bool
  /// True if the provider replayed the stored answer to an earlier attempt with this key.
  let isReplay: Bool

  init(_ response: HTTPResponse) {
    let error = (try? JSON.parse(response.body))?["error"]
    isProviders = error?["type"]?.stringValue != nil
    status = response.status
    type = Self.word(error?["type"]?.stringValue) ?? "no_error_object"
    code = Self.word(error?["code"]?.stringValue)
    declineCode = Self.word(error?["decline_code"]?.stringValue)
    parameter = Self.word(error?["param"]?.stringValue)
    intentStatus = Self.word(error?["payment_intent"]?["status"]?.stringValue)
    requestID = Self.word(response.headers["request-id"])
    isReplay = response.headers["idempotent-replayed"] == "true"
  }

  /// Codes of refusals that concern our account, credentials or mode, whatever was requested.
  private static let ours: Set<String> = [
    "api_key_expired", "platform_api_key_expired", "platform_account_required", "secret_key_required",
    "testmode_charges_only", "livemode_mismatch", "tls_version_unsupported",
  ]

  /// The change on our side that is needed before any request of this kind can succeed; nil if the refusal is not our
  /// fault.
  var cure: String? {
    guard isProviders else { return nil }
    if status == 401 { return "renew the secret key (the credential that executors.stripe names)" }
    if status == 403 { return "the key or the account lacks a permission: see the provider's dashboard" }
    return code.map(Self.ours.contains) == true ? "check the key, its mode and the account at the provider" : nil
  }

  /// The refusal as an error with this code, which says whether the fault is ours.
  func because(_ code: String) -> StepError {
    StepError(code: code, message: summary + (cure.map { "; \($0)" } ?? ""), isOurs: cure != nil)
  }

  private static func word(_ text: String?) -> String? { text.map(ProviderWord.shown) }

  var summary: String {
    var text = "the provider answered \(status) \(type)"
    if let code { text += " \(code)" }
    if let declineCode { text += " (\(declineCode))" }
    if let parameter { text += " at '\(parameter)'" }
    if let requestID { text += ", request \(requestID)" }
    if isReplay { text += ", replayed from an earlier attempt" }
    return text
  }
}

extension StripeStep {
  /// The outcome when it is unknown whether the step was carried out. A step that only reads can be repeated safely.
  private func uncertain(_ error: StepError, _ wait: Duration?) -> StepOutcome {
    declaration.stepClass == .pure ? .retry(error, after: wait) : .unknown(error)
  }

  /// Reads an answer of any status.
  func outcome(_ response: HTTPResponse, _ request: StepRequest) -> StepOutcome {
    if response.isSuccess {
      do throws(StepError) {
        let object: Value
        do { object = try JSON.parse(response.body) } catch {
          throw StepError(code: "unreadable_reply", message: "the provider's reply is not JSON: \(error.code)")
        }
        return try outcome(object, of: request)
      } catch {
        // The call succeeded, but this code cannot read the answer. Repeating it under the same key is safe; acting on
        // the answer is not.
        return .unknown(error)
      }
    }
    let error = StripeError(response)
    let wait = response.retryAfter(now: request.now)
    func because(_ code: String) -> StepError { StepError(code: code, message: error.summary) }
    let ours = StepOutcome.retry(error.because(response.status == 403 ? "forbidden" : "unauthorized"), after: wait)
    switch response.status {
    // A proxy or gateway answered in the provider's place. That is no refusal, because the provider may have carried
    // the step out before.
    case 400..<500 where !error.isProviders && response.status != 409:
      return uncertain(because("not_the_provider"), wait)
    case 401: return ours
    // Another request with this key, or for this object, is in progress. It may be our own, whose reply was lost.
    case 409: return uncertain(because("in_progress"), wait)
    case 429 where error.code == "lock_timeout": return uncertain(because("in_progress"), wait)
    case 429: return .retry(because("rate_limited"), after: wait)
    // A replayed error comes back as long as the key lives. Only a new key helps, once it is certain that nothing
    // happened.
    case 500...599: return uncertain(because(error.isReplay ? "replayed_error" : "provider_error"), wait)
    // The key was used with other parameters: that attempt may have acted, so the reconciler is asked before anything is concluded.
    case 400 where error.type == "idempotency_error" && declaration.stepClass != .pure:
      return .unknown(because("key_reused"))
    case 400..<500:
      if let own = outcome(of: error) { return own }
      for code in [error.code, error.declineCode] {
        if let code, let ours = errorCodes[code] { return .failed(because(ours)) }
      }
      return error.cure == nil ? .failed(because("rejected")) : ours
    default: return .unknown(because("unexpected_status"))
    }
  }
}
