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
    case "_sandbox": return .answer(ControlCall(call: call, path: Array(segments.dropFirst())).handle(in: &self))
    case "v1":
      requests += resumed ? 0 : 1
      return PaymentCall(call: call, segments: segments.dropFirst(), isResumed: resumed).handle(in: &self)
    case "c" where segments.count == 3 && segments[1] == "pay":
      return .answer(HostedPage(call: call, id: segments[2]).handle(in: &self))
    case "json", "jsonrpc", "web":
      requests += 1
      return CRMCall(call: call, segments: segments).handle(in: &self)
    case "v3":
      requests += 1
      return MailCall(call: call, segments: segments).handle(in: &self)
    case "2010-04-01":
      requests += 1
      return MessageCall(call: call, segments: segments).handle(in: &self)
    case "oauth" where segments.count > 1, "v2" where segments != ["v2", "userinfo"] && segments.count > 1:
      requests += 1
      return MeetingCall(call: call, segments: segments).handle(in: &self)
    case "calendar" where segments.count > 2, "token":
      requests += 1
      return GoogleCall(call: call, segments: segments).handle(in: &self)
    case "v1.0",
      _ where segments.count == 4 && segments[1...] == ["oauth2", "v2.0", "token"]:
      requests += 1
      return GraphCall(call: call, segments: segments).handle(in: &self)
    case "rest", "v2":
      requests += 1
      return PostCall(call: call, segments: segments).handle(in: &self)
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

  /// Handles the end of `DATA`. A message is kept before it is acknowledged.
  mutating func receive(_ envelope: Envelope) -> MailReply {
    requests += 1
    let fault = faults.take("smtp.data", String(decoding: envelope.data, as: UTF8.self))
    switch fault?.kind {
    case .dropBefore: return .cut
    case .status(let status, executed: false): return .reply(status, "5.3.0 ordered by a fault")
    default: break
    }
    let mail = mails.add(envelope, at: clock.now)
    if case .status(let status, executed: true) = fault?.kind { return .reply(status, "5.3.0 ordered by a fault") }
    return fault?.kind == .replyLost ? .cut : .reply(250, "2.0.0 Ok: queued as \(mail.number)")
  }

  /// A fault on `smtp.rcpt` that matches the address refuses the recipient.
  mutating func accept(recipient: String) -> MailReply {
    guard let fault = faults.take("smtp.rcpt", recipient) else { return .reply(250, "2.1.5 Ok") }
    if case .status(let status, _) = fault.kind { return .reply(status, "5.1.1 ordered by a fault") }
    return .cut
  }

  /// The counts and the clock, as the control API reports them.
  func status() -> Value {
    [
      "now": rfc3339(clock.now), "held": json(clock.isPaused),
      "undelivered": json(webhooks.undelivered(now: clock.now)), "nextDue": rfc3339(nextDue),
      "requests": json(requests),
      "webhooks": [
        "attempts": json(webhooks.attempts), "acknowledged": json(webhooks.acknowledged),
        "givenUp": json(webhooks.givenUp),
      ],
      "faults": json(faults.faults.count), "mails": json(mails.count),
    ]
  }
}
