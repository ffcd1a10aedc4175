import CEL
import Execution
import Transport

/// A refusal of the provider: `{"error": {"type", "code", "param", …}}`. Its prose is left where it is: it may quote what was sent.
struct StripeError: Sendable {
  let status: Int
  let type: String
  let code: String?
  let declineCode: String?
  let parameter: String?
  /// The state of the intent that the refusal is about, if it says so.
  let intentStatus: String?
  let requestID: String?
  /// True if the answer holds the provider's error object: else it is somebody else's.
  let isProviders: Bool
  /// The provider replayed the stored answer of an earlier attempt with this key.
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

  /// Codes of refusals that are about our account, key or mode, whatever the request was.
  private static let ours: Set<String> = [
    "api_key_expired", "platform_api_key_expired", "platform_account_required", "secret_key_required",
    "testmode_charges_only", "livemode_mismatch", "tls_version_unsupported",
  ]

  /// The change that we have to make before any request of this kind is taken; nil if nothing of ours is wrong.
  var cure: String? {
    guard isProviders else { return nil }
    if status == 401 { return "renew the secret key (the credential that executors.stripe names)" }
    if status == 403 { return "the key or the account lacks a permission: see the provider's dashboard" }
    return code.map(Self.ours.contains) == true ? "check the key, its mode and the account at the provider" : nil
  }

  /// The refusal as a fault of ours, or of the other side.
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
  /// Nobody knows whether a step that writes was carried out; one that only reads is harmless to repeat.
  private func uncertain(_ error: StepError, _ wait: Duration?) -> StepOutcome {
    declaration.stepClass == .pure ? .retry(error, after: wait) : .unknown(error)
  }

  /// An answer of any status (domain §3.1).
  func outcome(_ response: HTTPResponse, _ request: StepRequest) -> StepOutcome {
    if response.isSuccess {
      do throws(StepError) {
        let object: Value
        do { object = try JSON.parse(response.body) } catch {
          throw StepError(code: "unreadable_reply", message: "the provider's reply is not JSON: \(error.code)")
        }
        return try outcome(object, of: request)
      } catch {
        // It did happen, in words that this code does not read: asking again with the same key is harmless, acting on it is not.
        return .unknown(error)
      }
    }
    let error = StripeError(response)
    let wait = response.retryAfter(now: request.now)
    func because(_ code: String) -> StepError { StepError(code: code, message: error.summary) }
    let ours = StepOutcome.retry(error.because(response.status == 403 ? "forbidden" : "unauthorized"), after: wait)
    switch response.status {
    // A proxy or gateway answers in the provider's place: it refuses nothing, for the provider may have carried the step out before.
    case 400..<500 where !error.isProviders && response.status != 409:
      return uncertain(because("not_the_provider"), wait)
    case 401: return ours
    // Another request with this key, or for this object, is under way: perhaps our own, whose reply was lost.
    case 409: return uncertain(because("in_progress"), wait)
    case 429 where error.code == "lock_timeout": return uncertain(because("in_progress"), wait)
    case 429: return .retry(because("rate_limited"), after: wait)
    // A replayed one comes for as long as the key lives: only a new key leads on, once it is sure that nothing happened.
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
