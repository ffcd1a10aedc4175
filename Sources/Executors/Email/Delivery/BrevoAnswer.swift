import CEL
import CivilTime
import Execution
import Transport

/// An answer of Brevo's interface. A refusal is Brevo's only if it has Brevo's form, `{code, message}`: a proxy on the way
/// answers with statuses of its own.
struct BrevoAnswer {
  private let response: HTTPResponse
  /// Brevo's own code of a refusal.
  private let code: String?

  init(_ response: HTTPResponse) {
    self.response = response
    let body = try? JSON.parse(response.body)
    code = body?["code"]?.stringValue.map { ProviderWord.shown($0) }
  }

  /// The outcome of a mail that was handed over.
  func ofMail(now: Instant) -> StepOutcome {
    guard response.isSuccess else { return ofRefusal(now: now) }
    let body = try? JSON.parse(response.body)
    guard let id = body?["messageId"]?.stringValue ?? body?["messageIds"]?.listValue?.first?.stringValue,
      !id.isEmpty
    else { return .unknown(error("unreadable_reply")) }
    return .done(["message_id": .string(id)])
  }

  /// The outcome that a refusal means. Faults of our settings are retried until an operator mends them.
  func ofRefusal(now: Instant) -> StepOutcome {
    guard let code else {
      // Nobody who is not Brevo can have handed a mail in with 401 or 407, yet whose fault it is cannot be told.
      return .unknown(error("not_the_provider"))
    }
    switch response.status {
    case 401:
      return ours("unauthorized", "renew the key (the credential that executors.email.key names), or allow our address")
    case 402: return ours("no_credits", "the account has no credits left: buy some at Brevo")
    case 403: return ours("forbidden", "the account may not send: look at Brevo's account page")
    case 400 where code.hasPrefix("duplicate") || code == "not_enough_credits":
      if code == "not_enough_credits" { return ours("no_credits", "the account has no credits left") }
      // The key was used: an attempt of ours is there or under way, and the log will tell.
      return .unknown(error("in_progress"))
    case 409: return .unknown(error("in_progress"))
    case 429: return .retry(error("rate_limited"), after: response.retryAfter(now: now))
    case 400..<500: return .failed(error("rejected"))
    default: return .unknown(error("provider_error"))
    }
  }

  private func ours(_ code: String, _ cure: String) -> StepOutcome {
    .retry(
      StepError(code: code, message: "Brevo answered \(response.status); \(cure)", isOurs: true), after: nil)
  }

  private func error(_ code: String) -> StepError {
    StepError(code: code, message: "Brevo answered \(response.status)\(self.code.map { " \($0)" } ?? "")")
  }
}
