import CEL
import CivilTime
import EngineMessages
import HTTPTypes
import HummingbirdCore
import Listening

/// `POST /webhooks/{source}`: limit, verify, parse, hand over; answered after the commit.
struct WebhookHandler: Sendable {
  /// Bad signatures of one source within a minute that make a report.
  static let burst = 10

  let door: Door
  let sources: [String: WebhookSource]
  private let quota: SenderQuota

  init(door: Door, sources: [String: WebhookSource]) {
    self.door = door
    self.sources = sources
    quota = SenderQuota(door.settings.quota)
  }

  func respond(_ request: Request, _ body: UnreadBody, source name: String) async -> Response {
    guard let source = sources[name] else { return Problem.notFound.response() }
    if case .invalid(let reason) = Verification.ofHead(request.headers, from: source) {
      return await refuse(reason, source)
    }
    switch await body.read() {
    case .truncated: return Problem(400, "body_truncated").response()
    case .tooLarge: return await door.tooLarge(source: name).response()
    case .complete(let raw): return await respond(raw, request.headers, source)
    }
  }

  private func respond(_ raw: [UInt8], _ headers: HTTPFields, _ source: WebhookSource) async -> Response {
    if case .invalid(let reason) = Verification.verify(raw, headers, from: source, times: door.signatureTimes()) {
      return await refuse(reason, source)
    }
    let body: Value
    do {
      body = try JSON.parse(raw)
    } catch {
      return await refuse("malformed_webhook", source, "the body is not JSON: \(error)")
    }
    if let expected = source.livemode, body["livemode"]?.boolValue != expected {
      return await refuse(
        "livemode_mismatch", source, "this endpoint takes events whose livemode is \(expected) and no others")
    }
    let reading = PickReading(body: body, raw: raw, headers: headers)
    guard let key = reading.text(source.key), Names.isKey(key) else {
      return await refuse("malformed_webhook", source, "\(source.key) has to be a key of 1 to 255 visible characters")
    }
    guard let event = reading.text(source.event), Names.isEventName(event) else {
      return await refuse(
        "malformed_webhook", source, "\(source.event) has to be an event's name: letters, digits, '.', '_', '-'")
    }
    let incoming = InboundEvent(
      source: source.name, key: key, name: event, role: source.role, reference: nil, body: body, content: raw,
      signedAt: source.createdAt.flatMap { reading.instant($0) }, actor: source.name)
    switch quota.charge(.source(source.name), bytes: raw.count, at: door.ticks()) {
    case .failure(let refusal):
      await door.report("quota_exceeded", source: source.name)
      return refusal.problem.response()
    case .success(let charge):
      let outcome = await door.reply { [sink = door.sink] in await sink.submit(incoming) }
      charge.settle(outcome)
      return Answer.provider(outcome)
    }
  }

  /// The sender is not known: it learns nothing, and the operator only of many.
  private func refuse(_ reason: String, _ source: WebhookSource) async -> Response {
    await door.report("bad_signatures", source: source.name, threshold: Self.burst, ["reason": .string(reason)])
    return Problem(400, "bad_request").response()
  }

  /// The sender is known, so it is told what is wrong, and so is the operator.
  private func refuse(_ problem: String, _ source: WebhookSource, _ detail: String) async -> Response {
    await door.report(problem, source: source.name, ["detail": .string(detail)])
    return Problem(400, problem, detail).response()
  }
}
