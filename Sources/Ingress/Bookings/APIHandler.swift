import CEL
import EngineMessages
import HTTPTypes
import HummingbirdCore
import Listening

/// The public API. Calling sites start families, and sites or the parties of a booking read and steer them.
struct APIHandler: Sendable {
  static let idempotencyKey = HTTPField.Name("Idempotency-Key")
  /// The network address of the client for whom a site asks. The site's token vouches for it.
  static let clientAddress = HTTPField.Name("X-Client-Address")

  let gateway: Gateway
  /// The workflow of each collection.
  let workflows: [String: String]
  let siteNames: [String]
  let siteSecrets: [SecretDigest]
  let quota: SenderQuota

  init(gateway: Gateway) {
    self.gateway = gateway
    workflows = Dictionary(gateway.settings.collections.map { ($0.name, $0.workflow) }) { first, _ in first }
    siteNames = gateway.settings.sites.map(\.name)
    quota = SenderQuota(gateway.settings.quota)
    siteSecrets = gateway.settings.sites.map { SecretDigest($0.secret) }
  }

  /// Handles `POST /v1/{collection}`.
  func create(_ request: Request, _ body: UnreadBody, collection: String) async -> Response {
    guard let workflow = workflows[collection] else { return Problem.notFound.response() }
    guard case .bearer(let token) = Credentials.read(request), let site = site(token) else {
      return Problem.unauthorized.response()
    }
    var sender = SenderQuota.Sender.start(site: site)
    if let name = Self.clientAddress, let text = request.headers[name] {
      guard let address = ClientAddress.key(stated: text) else {
        return Problem(
          400, "malformed_client_address", "X-Client-Address is one IPv4 or IPv6 address, as 192.0.2.1"
        ).response()
      }
      sender = .startFor(address: address, collection: collection, site: site)
    }
    let submission: Submission
    switch await Submission.read(request, body, gateway, limit: gateway.settings.bodyBytes) {
    case .success(let read): submission = read
    case .failure(let problem): return problem.response()
    }
    let receiver = gateway.receiver
    let start: StartRequest
    do throws(Unreadable) {
      let asked = StartRequest(
        source: "api:\(site)", key: submission.key, workflow: workflow, input: submission.body,
        content: submission.raw, actor: "api:\(site)")
      switch try await receiver.complete(asked) {
      case .success(let completed): start = completed
      case .failure(let refusal): return Problem(refusal).response()
      }
    } catch {
      return Problem.unreadable.response()
    }
    return await answer(sender, submission, collection) {
      await receiver.start(start)
    } faults: {
      await receiver.faults(of: start)
    } explain: {
      await receiver.explain(start, refusedAs: $0)
    }
  }

  /// Handles `GET /v1/{collection}/{reference}`. A caller without the right to see a family is answered as if it did
  /// not exist.
  func read(_ request: Request, collection: String, reference: String) async -> Response {
    guard workflows[collection] != nil else { return Problem.notFound.response() }
    let reader: ViewReader
    switch Credentials.read(request) {
    case .none: return Problem.notFound.response()
    case .unreadable: return Problem.unauthorized.response()
    case .bearer(let token):
      guard let site = site(token) else { return Problem.unauthorized.response() }
      reader = .site(source: "api:\(site)")
    case .capability(let secret):
      switch await authorized(secret, reference) {
      case .success(let role): reader = .party(role: role)
      case .failure(let problem): return problem.response()
      }
    }
    do throws(Unreadable) {
      guard let view = try await gateway.receiver.read(reference: reference, as: reader) else {
        return Problem.notFound.response()
      }
      return Answer.json(200, view)
    } catch {
      return Problem.unreadable.response()
    }
  }

  /// Handles `POST /v1/{collection}/{reference}/events/{name}`.
  func send(
    _ request: Request, _ body: UnreadBody, collection: String, reference: String, event: String
  ) async -> Response {
    guard workflows[collection] != nil else { return Problem.notFound.response() }
    let role: String
    let source: String
    let sender: SenderQuota.Sender
    switch Credentials.read(request) {
    case .none, .unreadable: return Problem.unauthorized.response()
    case .bearer(let token):
      guard let site = site(token) else { return Problem.unauthorized.response() }
      (role, source, sender) = ("site", "api:\(site)", .site(site, reference: reference))
    case .capability(let secret):
      switch await authorized(secret, reference) {
      case .success(let given):
        (role, source, sender) = (given, "api", .party(role: given, reference: reference))
      case .failure(let problem): return problem.response()
      }
    }
    let submission: Submission
    switch await Submission.read(request, body, gateway, limit: gateway.settings.eventBytes) {
    case .success(let read): submission = read
    case .failure(let problem): return problem.response()
    }
    // One key names one request of one party to one family. The same key of another party is another request.
    let incoming = InboundEvent(
      source: source, key: "\(reference)/\(role)/\(submission.key)", name: event, role: role, reference: reference,
      body: submission.body, content: Array("\(event)\n".utf8) + submission.raw, actor: role)
    let receiver = gateway.receiver
    return await answer(sender, submission, collection) {
      await receiver.submit(incoming)
    } faults: {
      await receiver.faults(of: incoming)
    }
  }

  /// Submits an input if the sender's quota has room for it.
  private func answer(
    _ sender: SenderQuota.Sender, _ submission: Submission, _ collection: String,
    _ work: @escaping @Sendable () async -> Reply?, faults: () async -> [FieldFault],
    explain: (_ code: String) async -> MarketRefusal? = { _ in nil }
  ) async -> Response {
    switch quota.charge(sender, bytes: submission.raw.count, at: gateway.ticks()) {
    case .failure(let refusal):
      // One client's eagerness is nothing that an operator has to see.
      if !refusal.isOfAddress { await gateway.report("quota_exceeded", source: sender.name) }
      return refusal.problem.response()
    case .success(let charge):
      let outcome = await gateway.reply(work)
      charge.settle(outcome)
      var found: [FieldFault] = []
      if case .replied(let reply) = outcome, reply.isOfFields { found = await faults() }
      if case .replied(.rejected(let code, _)) = outcome, let refusal = await explain(code) {
        return Problem(refusal).response()
      }
      return Answer.caller(outcome, faults: found) { "/v1/\(collection)/\($0)" }
    }
  }

  /// Returns the role that a capability gives for a family. Without one, the family is reported as not found.
  private func authorized(_ secret: String, _ reference: String) async -> Result<String, Problem> {
    do throws(Unreadable) {
      let role = try await gateway.receiver.authorize(capability: secret, reference: reference)
      return role.map { .success($0) } ?? .failure(.notFound)
    } catch {
      return .failure(.unreadable)
    }
  }

  func site(_ token: String) -> String? {
    SecretDigest.index(of: token, in: siteSecrets).map { siteNames[$0] }
  }
}

extension Reply {
  /// True for a refusal because of the body's fields.
  fileprivate var isOfFields: Bool {
    switch self {
    case .rejected(let code, _): code == "wrong_input" || code == "wrong_data"
    case .duplicate(let original): original.isOfFields
    default: false
    }
  }
}
