import CEL
import CivilTime
import Execution
import Transport

/// An answer of Microsoft Graph. A refusal is Microsoft's only if it has the form of its errors:
/// `{"error": {"code": "ErrorItemNotFound", "message": "…"}}`.
struct GraphAnswer {
  private let response: HTTPResponse
  let body: Value?
  private let section: String

  init(_ response: HTTPResponse, section: String) {
    (self.response, self.section) = (response, section)
    body = try? JSON.parse(response.body)
  }

  /// True for a refusal in the form of Microsoft's, and not a gateway's.
  var isGraphs: Bool { code != nil }

  private var code: String? { body?["error"]?["code"]?.stringValue }

  /// The outcome that a refusal means.
  ///
  /// - Parameters:
  ///   - missing: the code for a thing that is not there.
  ///   - permission: the permission that the app needs.
  func refusal(missing: String, permission: String, now: Instant) -> StepOutcome {
    guard code != nil else { return .unknown(error("not_the_provider")) }
    let wait = response.retryAfter(now: now)
    switch response.status {
    case 401: return .retry(error("unauthorized", ours: "renew the credentials of \(section)"), after: nil)
    case 403: return .retry(error("forbidden", ours: "give the app of \(section) \(permission)"), after: nil)
    case 404: return .failed(error(missing))
    case 409, 412: return .retry(error("changed"), after: wait)
    case 429: return .retry(error("rate_limited"), after: wait)
    case 400..<500: return .failed(error("rejected"))
    default: return .unknown(error("provider_error"))
    }
  }

  func error(_ code: String, ours cure: String? = nil) -> StepError {
    let word = self.code.map { " (\(ProviderWord.shown($0)))" } ?? ""
    return StepError(
      code: code, message: "Microsoft answered \(response.status)\(word)\(cure.map { "; \($0)" } ?? "")",
      isOurs: cure != nil)
  }

  /// A time as Graph takes it in UTC, without an offset.
  static func time(_ instant: Instant) -> Value {
    ["dateTime": .string(String(instant.description.prefix(19))), "timeZone": "UTC"]
  }

  /// Reads such a time; nil for one in another zone.
  static func instant(_ value: Value?) -> Instant? {
    guard let text = value?["dateTime"]?.stringValue, value?["timeZone"]?.stringValue == "UTC" else { return nil }
    return try? Instant.parse(String(text.prefix(19)) + "Z")
  }
}
