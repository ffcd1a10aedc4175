import CEL
import CivilTime

extension World {
  /// Handles the control API under `/_sandbox/`, with JSON bodies and answers. It needs no key, because it serves tests
  /// on the loopback address.
  mutating func control(_ call: Call, _ path: [String]) -> Answer {
    do {
      guard let body = call.object else {
        throw ControlError(code: "not_json", message: "the body is not a JSON object")
      }
      return try dispatch(call, path, body)
    } catch let error as ControlError {
      return error.answer
    } catch let error as PaymentError {
      return error.answer
    } catch {
      return ControlError(status: 500, code: "internal", message: "\(error)").answer
    }
  }

  private mutating func dispatch(_ call: Call, _ path: [String], _ body: ValueMap) throws -> Answer {
    payment.core.request = nil
    payment.core.idempotencyKey = nil
    switch (call.method, path.count, path.first ?? "") {
    case ("GET", 1, "status"): return Answer(json: status())
    case ("POST", 1, "clock"):
      guard let text = body["now"]?.stringValue, let instant = try? Instant.parse(text) else {
        throw ControlError.missing("now", "an RFC 3339 timestamp such as 2027-03-28T09:00:00Z")
      }
      hold(at: instant)
      return Answer(json: status())
    case ("GET", 1, "clock"): return Answer(json: ["now": rfc3339(clock.now), "held": json(clock.isPaused)])
    case ("POST", 1, "pay"): return try payAtCheckout(body)
    case ("POST", 3, "refunds"): return try settleRefund(path[1], path[2])
    case ("POST", 1, "disputes"): return try dispute(body)
    case ("POST", 3, "disputes") where path[2] == "close": return try closeDispute(path[1], body)
    case ("POST", 1, "accounts"):
      guard let id = body["id"]?.stringValue, id.hasPrefix("acct_") else {
        throw ControlError.missing("id", "the name of a connected account, acct_…")
      }
      return try setAccount(id, body)
    case ("POST", 2, "accounts"): return try setAccount(path[1], body)
    case ("POST", 3, "accounts") where path[2] == "payouts": return try payOut(path[1], body)
    case ("GET", 1, "accounts"): return Answer(json: .list(payment.accounts.accounts.items.map(\.json)))
    case ("POST", 1, "balance"): return Answer(json: try payment.core.setBalance(body))
    case ("POST", 1, "webhooks"): return try setEndpoints(body)
    case ("POST", 1, "faults"):
      let fault = try faults.add { (number) throws(ControlError) in try Fault(body, number: number) }
      return Answer(status: 201, json: fault.json)
    case ("GET", 1, "faults"):
      return Answer(json: ["faults": .list(faults.faults.map(\.json)), "struck": json(faults.struck)])
    case ("DELETE", 1, "faults"):
      faults.removeAll()
      return Answer(json: ["faults": [], "struck": json(faults.struck)])
    case ("GET", 1, "report"): return try report(call)
    case ("GET", 1, "mails"): return Answer(json: .list(mails.mails.map(\.whole)))
    case ("GET", 2, "mails"): return try rawMail(path[1])
    case ("GET", 1, "leads"): return Answer(json: .list(crm.rows("crm.lead").map(lead)))
    case ("GET", 1, "meetings"): return Answer(json: .list(rooms.meetings.map(\.json)))
    case ("DELETE", 1, "meetings"):
      rooms.tokens += 1
      return Answer(json: ["tokens": "the one that was given is not taken any more"])
    case ("GET", 1, "messages"): return Answer(json: .list(messages.messages.map(\.json)))
    case ("POST", 1, "messages"):
      guard let number = body["stop"]?.stringValue else {
        throw ControlError.missing("stop", "the number whose owner answers STOP")
      }
      messages.optedOut.insert(number)
      return Answer(json: ["opted_out": json(messages.optedOut.sorted())])
    case ("GET", 1, "posts"): return Answer(json: .list(posts.posts.map(\.json)))
    case ("POST", 1, "reset"):
      reset()
      return Answer(json: status())
    default:
      throw ControlError(
        status: 404, code: "not_found",
        message: "\(call.method) \(call.path) is not part of the control API; see magnetiq-sandbox --help")
    }
  }

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

  private func rawMail(_ text: String) throws(ControlError) -> Answer {
    guard let number = Int(text), let mail = mails[number] else { throw .absent("mail '\(text)'") }
    return Answer(
      status: 200, headers: [.init(name: "Content-Type", value: "message/rfc822")], body: mail.envelope.data)
  }

  /// One URL for all events, or `connect_url` for those of connected accounts; an empty `url` turns webhooks off.
  private mutating func setEndpoints(_ body: ValueMap) throws(ControlError) -> Answer {
    guard let url = body["url"]?.stringValue else { throw .missing("url", "where events go, or an empty text") }
    var endpoints: [WebhookEndpoint] = []
    if !url.isEmpty {
      endpoints.append(
        WebhookEndpoint(url: url, secret: body["secret"]?.stringValue ?? options.webhookSecret, connect: false))
    }
    if let connect = body["connect_url"]?.stringValue, !connect.isEmpty {
      let secret = body["connect_secret"]?.stringValue ?? options.connectWebhookSecret
      endpoints.append(WebhookEndpoint(url: connect, secret: secret, connect: true))
    }
    webhooks.endpoints = endpoints
    return Answer(json: ["endpoints": .list(endpoints.map { ["url": .string($0.url), "connect": json($0.connect)] })])
  }
}
