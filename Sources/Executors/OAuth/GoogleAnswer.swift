import CEL
import CivilTime
import Execution
import Transport

/// An answer of Google's interfaces. A refusal is Google's only if it has the form of its errors:
/// `{"error": {"code": 403, "errors": [{"reason": "rateLimitExceeded"}]}}`.
struct GoogleAnswer {
  private let response: HTTPResponse
  let body: Value?
  private let section: String

  init(_ response: HTTPResponse, section: String) {
    (self.response, self.section) = (response, section)
    body = try? JSON.parse(response.body)
  }

  /// The reason of a refusal; nil for an answer that is not Google's.
  private var reason: String? {
    guard let error = body?["error"], error["code"]?.intValue != nil else { return nil }
    return error["errors"]?[0]?["reason"]?.stringValue ?? error["status"]?.stringValue ?? ""
  }

  /// The outcome that a refusal means.
  ///
  /// - Parameter missing: the code for a thing that is not there.
  func refusal(missing: String, now: Instant) -> StepOutcome {
    guard let reason else { return .unknown(error("not_the_provider")) }
    let wait = response.retryAfter(now: now)
    switch (response.status, reason) {
    case (401, _): return .retry(error("unauthorized", ours: "renew the credentials of \(section)"), after: nil)
    case (429, _), (403, "rateLimitExceeded"), (403, "userRateLimitExceeded"):
      return .retry(error("rate_limited"), after: wait)
    case (403, "quotaExceeded"), (403, "dailyLimitExceeded"):
      return .retry(error("quota", ours: "raise the quota of the app of \(section)"), after: wait)
    // The owner has shared the calendar for reading only; other owners' are not concerned.
    case (403, "requiredAccessLevel"): return .failed(error(missing, "its owner has to share it for changes"))
    case (403, _):
      return .retry(
        error("forbidden", ours: "the consent of \(section) lacks the scope calendar, or the interface is off"),
        after: nil)
    case (404, _), (410, _): return .failed(error(missing))
    // It was made, or changed, in between: it is looked at again.
    case (409, _), (412, _): return .retry(error("changed"), after: wait)
    case (400..<500, _): return .failed(error("rejected"))
    default: return .unknown(error("provider_error"))
    }
  }

  func error(_ code: String, _ more: String? = nil, ours cure: String? = nil) -> StepError {
    let word = reason.map { $0.isEmpty ? "" : " (\(ProviderWord.shown($0)))" } ?? ""
    return StepError(
      code: code, message: "Google answered \(response.status)\(word)\((cure ?? more).map { "; \($0)" } ?? "")",
      isOurs: cure != nil)
  }

  /// Google's identifier of an event for a text of ours: 52 of the characters that one may have (base 32 with the hex
  /// alphabet, RFC 4648 §7, in lower case).
  static func eventID(for digest: [UInt8]) -> String {
    let alphabet = Array("0123456789abcdefghijklmnopqrstuv")
    var (out, buffer, bits): (String, UInt32, UInt32) = ("", 0, 0)
    for byte in digest {
      buffer = (buffer << 8 | UInt32(byte)) & 0xFFFF
      bits += 8
      while bits >= 5 {
        bits -= 5
        out.append(alphabet[Int(buffer >> bits & 31)])
      }
    }
    if bits > 0 { out.append(alphabet[Int(buffer << (5 - bits) & 31)]) }
    return out
  }
}
