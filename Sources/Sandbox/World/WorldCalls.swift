import CEL
import Encoding

extension World {
  /// Handles one call. `resumed` is true when a held call is handled for the second time.
  mutating func handle(_ call: Call, resumed: Bool = false) -> CallResult {
    payment.core.now = clock.now
    var verdict = route(call, resumed)
    publish()
    if case .answer(var answer) = verdict {
      answer.set("Date", HTTPDate.text(clock.now))
      answer.set("Server", "magnetiq-sandbox")
      verdict = .answer(answer)
    }
    return verdict
  }

  private mutating func route(_ call: Call, _ resumed: Bool) -> CallResult {
    let segments = call.segments
    switch segments.first {
    case "_sandbox": return .answer(control(call, Array(segments.dropFirst())))
    case "v1":
      requests += resumed ? 0 : 1
      return paymentCall(call, segments.dropFirst(), resumed)
    case "json", "jsonrpc", "web":
      requests += 1
      return crmCall(call, segments)
    case "v3":
      requests += 1
      return MailInterface.answer(call, segments, &self)
    case "2010-04-01":
      requests += 1
      return MessageInterface.answer(call, segments, &self)
    case "oauth" where segments.count > 1, "v2" where segments != ["v2", "userinfo"] && segments.count > 1:
      requests += 1
      return MeetingInterface.answer(call, segments, &self)
    case "rest", "v2":
      requests += 1
      return postCall(call, segments)
    default:
      return .answer(
        Answer(status: 404, json: ["error": ["code": "not_found", "message": "the sandbox has no such path"]]))
    }
  }

  /// Applies the faults before or after an operation of the CRM and of LinkedIn.
  mutating func disturbed(
    _ operation: String, _ call: Call, error: (Int) -> Answer, _ perform: (inout World) -> Answer
  ) -> CallResult {
    guard let fault = faults.take(operation, call.searchable) else { return .answer(perform(&self)) }
    switch fault.kind {
    case .dropBefore: return .cut
    case .replyLost:
      _ = perform(&self)
      return .cut
    case .status(let status, let executed):
      if executed { _ = perform(&self) }
      return .answer(error(status))
    default: return .answer(perform(&self))
    }
  }
}
