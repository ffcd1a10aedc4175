import CEL
import CivilTime
import EngineMessages
import HTTPTypes
import HummingbirdCore
import Listening

/// Handles `POST /webhooks/{source}`: verifies, parses and submits an event, and answers after the commit. An event of
/// a known sender that does not concern us is acknowledged. Otherwise it would be sent again for days, until the sender
/// disables the endpoint.
struct WebhookHandler: Sendable {
  /// The number of bad signatures of one source within a minute that makes a report.
  static let burst = 10

  let gateway: Gateway
  let sources: [String: WebhookSource]
  private let quota: SenderQuota

  init(gateway: Gateway, sources: [String: WebhookSource]) {
    self.gateway = gateway
    self.sources = sources
    quota = SenderQuota(gateway.settings.quota)
  }

  func respond(_ request: Request, _ body: UnreadBody, source name: String) async -> Response {
    guard let source = sources[name] else { return Problem.notFound.response() }
    if case .invalid(let reason) = Verification.ofHead(request.headers, from: source) {
      return await refuse(reason, source)
    }
    switch await body.read() {
    case .truncated: return Problem(400, "body_truncated").response()
    case .tooLarge: return await gateway.tooLarge(source: name).response()
    case .complete(let raw):
      let response = await respond(raw, request.head.path ?? "", request.headers, source)
      return source.takesInstructions && response.status == .ok ? Answer.noInstructions : response
    }
  }

  private func respond(
    _ raw: [UInt8], _ target: String, _ headers: HTTPFields, _ source: WebhookSource
  ) async -> Response {
    let endpoint: WebhookOrigin?
    switch verify(raw, headers, target, source) {
    case .success(let origin): endpoint = origin
    case .failure(let forgery): return await refuse(forgery.reason, source)
    }
    let body: Value
    if case .twilio = source.scheme {
      body = TwilioForm(raw, target: target).body
    } else if source.format == .mail {
      switch await MailParty(receiver: gateway.receiver).sign(MailReport(raw).body) {
      case .signed(let signed): body = signed
      case .stranger:
        gateway.tally.count(.stranger, source: source.name)
        return Answer.acknowledged
      case .unreadable: return Answer.provider(.notStored)
      }
    } else {
      do {
        body = try JSON.parse(raw)
      } catch {
        return await refuse("malformed_webhook", source, "the body is not JSON: \(error)")
      }
    }
    if let answer = ZoomSignature.answer(to: body, source) { return Answer.json(200, answer) }
    let reading = PickReading(body: body, raw: raw, headers: headers)
    let identity: WebhookIdentity
    do throws(WebhookIdentity.Refusal) {
      identity = try WebhookIdentity(reading, from: source, endpoint: endpoint)
    } catch {
      switch error {
      case .malformed(let detail): return await refuse("malformed_webhook", source, detail)
      case .unconcerned(let reason):
        gateway.tally.count(reason, source: source.name)
        return Answer.acknowledged
      }
    }
    let incoming = InboundEvent(
      source: source.name, key: identity.key, name: identity.name, role: source.role, reference: nil, body: body,
      content: raw,
      signedAt: source.createdAt.flatMap { reading.instant($0) }, actor: source.name)
    switch quota.charge(.source(source.name), bytes: raw.count, at: gateway.ticks()) {
    case .failure(let refusal):
      await gateway.report("quota_exceeded", source: source.name)
      return refusal.problem.response()
    case .success(let charge):
      // The address comes first: if it cannot be stored, the sender tells the whole event again.
      if let refusal = source.refusals?.refusal(identity, reading, source: source.name) {
        let isStored = await gateway.reply { [receiver = gateway.receiver] in
          await receiver.refuse(refusal) ? .carriedOut(reference: "", result: "kept") : nil
        }
        guard case .replied = isStored else {
          charge.settle(isStored)
          return Answer.provider(isStored)
        }
      }
      let outcome = await gateway.reply { [receiver = gateway.receiver] in await receiver.submit(incoming) }
      charge.settle(outcome)
      if case .replied(.accepted(reference: "", disposition: .ignored)) = outcome {
        gateway.tally.count(.nobody, source: source.name)
      }
      return Answer.provider(outcome)
    }
  }

  private struct Forgery: Error {
    let reason: String
  }

  /// Returns the account whose events are sent to the endpoint whose secret verifies the delivery; nil if the settings
  /// do not say.
  private func verify(
    _ raw: [UInt8], _ headers: HTTPFields, _ target: String, _ source: WebhookSource
  ) -> Result<WebhookOrigin?, Forgery> {
    var reason = ""
    for (endpoint, origin) in source.endpoints {
      switch Verification.verify(
        raw, headers, target: target, from: endpoint, times: gateway.signatureTimes())
      {
      case .valid: return .success(origin)
      // A sender with the secret and an old time is told apart from one without the secret.
      case .invalid(let why): if reason.isEmpty || why == "stale" { reason = why }
      }
    }
    return .failure(Forgery(reason: reason))
  }

  /// Refuses an unknown sender, which learns nothing. Operators see it in the journal, once a minute for each reason, and
  /// in `status`; many of them make an incident.
  private func refuse(_ reason: String, _ source: WebhookSource) async -> Response {
    gateway.tally.refuse(reason, source: source.name)
    if gateway.throttle.count("remark \(reason)", source: source.name, at: gateway.ticks()) != nil {
      await gateway.receiver.remark(
        "a webhook of '\(source.name)' was refused: \(reason); \(Verification.cure(of: reason, source))")
    }
    await gateway.report("bad_signatures", source: source.name, threshold: Self.burst, ["reason": .string(reason)])
    return Problem(400, "bad_request").response()
  }

  /// Refuses a known sender, which is told what is wrong. The operator is told as well.
  private func refuse(_ problem: String, _ source: WebhookSource, _ detail: String) async -> Response {
    await gateway.report(problem, source: source.name, ["detail": .string(detail)])
    return Problem(400, problem, detail).response()
  }
}
