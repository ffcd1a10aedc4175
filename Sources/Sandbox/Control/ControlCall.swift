import CEL
import CivilTime

/// A call of the control API under `/_sandbox/`, with JSON bodies and answers. It needs no key, because it serves tests
/// on the loopback address.
struct ControlCall {
  let call: Call
  /// The parts of the path after `_sandbox`.
  let path: [String]

  func handle(in world: inout World) -> Answer {
    do {
      guard let body = call.object else {
        throw ControlError(code: "not_json", message: "the body is not a JSON object")
      }
      return try dispatch(body, &world)
    } catch let error as ControlError {
      return error.answer
    } catch let error as PaymentError {
      return error.answer
    } catch {
      return ControlError(status: 500, code: "internal", message: "\(error)").answer
    }
  }

  private func dispatch(_ body: ValueMap, _ world: inout World) throws -> Answer {
    world.payment.core.request = nil
    world.payment.core.idempotencyKey = nil
    switch (call.method, path.count, path.first ?? "") {
    case ("GET", 1, "status"): return Answer(json: world.status())
    case ("POST", 1, "clock"):
      guard let text = body["now"]?.stringValue, let instant = try? Instant.parse(text) else {
        throw ControlError.missing("now", "an RFC 3339 timestamp such as 2027-03-28T09:00:00Z")
      }
      world.hold(at: instant)
      return Answer(json: world.status())
    case ("GET", 1, "clock"):
      return Answer(json: ["now": rfc3339(world.clock.now), "held": json(world.clock.isPaused)])
    case ("POST", 1, "pay"): return try MoneyControl(body: body).payAtCheckout(&world.payment)
    case ("POST", 3, "refunds"): return try MoneyControl(body: body).settleRefund(path[1], path[2], &world.payment)
    case ("POST", 1, "disputes"): return try MoneyControl(body: body).dispute(&world.payment)
    case ("POST", 3, "disputes") where path[2] == "close":
      return try MoneyControl(body: body).closeDispute(path[1], &world.payment)
    case ("POST", 1, "accounts"):
      guard let id = body["id"]?.stringValue, id.hasPrefix("acct_") else {
        throw ControlError.missing("id", "the name of a connected account, acct_…")
      }
      return try MoneyControl(body: body).setAccount(id, &world.payment)
    case ("POST", 2, "accounts"): return try MoneyControl(body: body).setAccount(path[1], &world.payment)
    case ("POST", 3, "accounts") where path[2] == "payouts":
      return try MoneyControl(body: body).payOut(path[1], &world.payment)
    case ("GET", 1, "accounts"): return Answer(json: .list(world.payment.accounts.accounts.items.map(\.json)))
    case ("POST", 1, "balance"): return Answer(json: try world.payment.core.setBalance(body))
    case ("POST", 1, "webhooks"): return try setEndpoints(body, &world)
    case ("POST", 1, "faults"):
      let fault = try world.faults.add { (number) throws(ControlError) in try Fault(body, number: number) }
      return Answer(status: 201, json: fault.json)
    case ("GET", 1, "faults"):
      return Answer(json: ["faults": .list(world.faults.faults.map(\.json)), "struck": json(world.faults.struck)])
    case ("DELETE", 1, "faults"):
      world.faults.removeAll()
      return Answer(json: ["faults": [], "struck": json(world.faults.struck)])
    case ("GET", 1, "report"): return try WorldReport(world: world).answer(call)
    case ("GET", 1, "mails"): return Answer(json: .list(world.mails.mails.map(\.whole)))
    case ("GET", 2, "mails"): return try rawMail(path[1], world.mails)
    case ("GET", 1, "leads"): return Answer(json: .list(world.crm.rows("crm.lead").map(WorldReport(world: world).lead)))
    case ("GET", 1, "meetings"): return Answer(json: .list(world.rooms.meetings.map(\.json)))
    case ("DELETE", 1, "meetings"):
      world.rooms.tokens += 1
      return Answer(json: ["tokens": "the one that was given is not taken any more"])
    case ("GET", 1, "calendars"): return calendars(world)
    case ("DELETE", 1, "calendars"):
      world.google.tokens.revoke()
      world.microsoft.tokens.revoke()
      return Answer(json: ["tokens": "those that were given are not taken any more"])
    case ("GET", 1, "messages"): return Answer(json: .list(world.messages.messages.map(\.json)))
    case ("POST", 1, "messages"):
      guard let number = body["stop"]?.stringValue else {
        throw ControlError.missing("stop", "the number whose owner answers STOP")
      }
      world.messages.optedOut.insert(number)
      return Answer(json: ["opted_out": json(world.messages.optedOut.sorted())])
    case ("GET", 1, "posts"): return Answer(json: .list(world.posts.posts.map(\.json)))
    case ("POST", 1, "reset"):
      world.reset()
      return Answer(json: world.status())
    default:
      throw ControlError(
        status: 404, code: "not_found",
        message: "\(call.method) \(call.path) is not part of the control API; see magnetiq-sandbox --help")
    }
  }

  /// The events at Google and at Microsoft that were not deleted, and the meetings in Teams.
  private func calendars(_ world: World) -> Answer {
    Answer(json: [
      "google": .list(world.google.events.filter { !$0.isCancelled }.map(\.json)),
      "microsoft": .list(world.microsoft.events.map { .map($0.fields) }),
      "teams": .list(world.microsoft.meetings.map(\.json)),
    ])
  }

  private func rawMail(_ text: String, _ mails: MailSink) throws(ControlError) -> Answer {
    guard let number = Int(text), let mail = mails[number] else { throw .absent("mail '\(text)'") }
    return Answer(
      status: 200, headers: [.init(name: "Content-Type", value: "message/rfc822")], body: mail.envelope.data)
  }

  /// One URL for all events, or `connect_url` for those of connected accounts; an empty `url` turns webhooks off.
  private func setEndpoints(_ body: ValueMap, _ world: inout World) throws(ControlError) -> Answer {
    guard let url = body["url"]?.stringValue else { throw .missing("url", "where events go, or an empty text") }
    var endpoints: [WebhookEndpoint] = []
    if !url.isEmpty {
      endpoints.append(
        WebhookEndpoint(url: url, secret: body["secret"]?.stringValue ?? world.options.webhookSecret, connect: false))
    }
    if let connect = body["connect_url"]?.stringValue, !connect.isEmpty {
      let secret = body["connect_secret"]?.stringValue ?? world.options.connectWebhookSecret
      endpoints.append(WebhookEndpoint(url: connect, secret: secret, connect: true))
    }
    world.webhooks.endpoints = endpoints
    return Answer(json: ["endpoints": .list(endpoints.map { ["url": .string($0.url), "connect": json($0.connect)] })])
  }
}
