import CEL
import CivilTime
import Encoding

/// The idempotency keys of the mail service's interface, with the instants at which they were used.
struct MailKeys: Sendable {
  /// The shorter of the two times that the service's own pages give.
  static let lifetime: Int64 = 15 * 60
  /// The service's limit of an answer's events.
  static let page = 100
  var uses: [String: Int64] = [:]
}

/// Brevo's interface.
enum MailInterface {
  /// The part of Brevo's interface that sends transactional mail, after its documentation: `POST /v3/smtp/email`,
  /// `GET /v3/smtp/statistics/events`, `GET /v3/account`. What it takes arrives in the mail sink.
  static func answer(_ call: Call, _ segments: [String], _ world: inout World) -> CallResult {
    func refuse(_ status: Int, _ code: String, _ message: String) -> Answer {
      Answer(status: status, json: ["code": .string(code), "message": .string(message)])
    }
    guard call.headers["api-key"] == world.options.brevoKey else {
      return .answer(refuse(401, "unauthorized", "Key not found"))
    }
    switch (call.method, segments.dropFirst().joined(separator: "/")) {
    case ("GET", "account"):
      return .answer(Answer(json: ["email": "bookings@example.com", "plan": []]))
    case ("GET", "smtp/statistics/events"):
      return world.disturbed("brevo.events", call, error: { refuse($0, "internal_error", "ordered by a fault") }) {
        world in
        events(call, world)
      }
    case ("POST", "smtp/email"):
      return world.disturbed("brevo.send", call, error: { refuse($0, "internal_error", "ordered by a fault") }) {
        world in
        guard let body = call.object else { return refuse(400, "bad_request", "Input must be a valid JSON object") }
        let mail: PostedMail
        do throws(PostedMail.Fault) {
          mail = try PostedMail(body)
        } catch {
          return refuse(400, error.code, error.message)
        }
        if let key = mail.idempotencyKey {
          let now = world.clock.now.seconds
          if let used = world.mailKeys.uses[key], now - used < MailKeys.lifetime {
            return refuse(400, "duplicate_request", "A request with this idempotencyKey was processed")
          }
          world.mailKeys.uses[key] = now
        }
        let id = "<sandbox.\(world.mails.count + 1)@smtp-relay.mailin.fr>"
        _ = world.mails.add(mail.envelope(messageID: id, at: world.clock.now), at: world.clock.now)
        return Answer(status: 201, json: ["messageId": .string(id)])
      }
    default:
      return .answer(refuse(404, "document_not_found", "no such path"))
    }
  }

  /// The log of what was sent, filtered as the query says. Without any the answer has no list.
  private static func events(_ call: Call, _ world: World) -> Answer {
    var (email, tags): (String?, [String]) = (nil, [])
    for part in call.query.split(separator: "&") {
      let pair = part.split(separator: "=", maxSplits: 1)
      guard pair.count == 2 else { continue }
      let value = PercentEncoding.decode(pair[1].utf8[...], plusIsSpace: true)
      switch pair[0] {
      case "email": email = value
      case "tags": tags = (try? JSON.parse(Array(value.utf8)))?.listValue?.compactMap(\.stringValue) ?? [value]
      case "limit", "offset", "days", "sort", "event", "messageId": break
      default:
        return Answer(
          status: 400, json: ["code": "invalid_parameter", "message": .string("unknown parameter \(pair[0])")])
      }
    }
    let found = world.mails.mails.filter { mail in
      let tag = mail.headers.first { $0.name == "X-Mailin-Tag" }?.value
      return (email == nil || mail.envelope.to == [email ?? ""]) && (tags.isEmpty || tag.map(tags.contains) == true)
    }
    guard !found.isEmpty else { return Answer(json: [:]) }
    return Answer(json: [
      "events": .list(
        found.suffix(MailKeys.page).map {
          [
            "email": Sandbox.json($0.envelope.to.first), "date": rfc3339($0.at), "messageId": .string($0.messageID),
            "event": "requests", "subject": .string($0.subject),
            "tag": Sandbox.json($0.headers.first { $0.name == "X-Mailin-Tag" }?.value),
            "from": .string($0.envelope.from),
          ]
        })
    ])
  }
}
