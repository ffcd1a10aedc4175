import CEL
import CivilTime
import Encoding

/// The text messages that were taken.
struct MessageBoard: Sendable {
  struct Message: Sendable {
    let sid: String
    let to: String
    let from: String
    let text: String
    let callback: String?
    let at: Instant

    var json: Value {
      [
        "sid": .string(sid), "to": .string(to), "from": .string(from), "body": .string(text),
        "status_callback": Sandbox.json(callback), "at": rfc3339(at),
      ]
    }
  }

  static let limit = 100_000
  private(set) var messages: [Message] = []
  /// The numbers whose owners have answered STOP.
  var optedOut: Set<String> = []

  mutating func add(to: String, from: String, text: String, callback: String?, at instant: Instant) -> Message {
    let digits = String(messages.count + 1, radix: 16)
    let message = Message(
      sid: "SM\(String(repeating: "0", count: 32 - digits.utf8.count))\(digits)", to: to, from: from, text: text,
      callback: callback, at: instant)
    if messages.count < Self.limit { messages.append(message) }
    return message
  }
}

/// Twilio's interface.
enum MessageInterface {
  /// The part of Twilio's interface that sends text messages, after its documentation: `POST …/Messages.json` and
  /// `GET …/Accounts/{account}.json`, with the numbers of its errors.
  static func answer(_ call: Call, _ segments: [String], _ world: inout World) -> CallResult {
    func refuse(_ status: Int, _ code: Int, _ message: String) -> Answer {
      Answer(
        status: status,
        json: [
          "code": json(code), "message": .string(message), "status": json(status),
          "more_info": .string("https://www.twilio.com/docs/errors/\(code)"),
        ])
    }
    let options = world.options
    let credentials = Base64.encode(Array("\(options.smsAccount):\(options.smsToken)".utf8))
    guard call.headers["authorization"] == "Basic \(credentials)" else {
      return .answer(refuse(401, 20_003, "Authenticate"))
    }
    let account = options.smsAccount
    if call.method == "GET", segments.count == 3, segments[2] == "\(account).json" {
      return .answer(Answer(json: ["sid": .string(account), "status": "active", "type": "Full"]))
    }
    guard call.method == "POST", segments.dropFirst() == ["Accounts", account, "Messages.json"] else {
      return .answer(refuse(404, 20_404, "The requested resource \(call.path) was not found"))
    }
    return world.disturbed(
      "messages.create", call, error: { refuse($0, $0 == 429 ? 20_429 : 20_500, "ordered by a fault") }
    ) {
      world in
      var fields: [String: String] = [:]
      for pair in call.body.split(separator: 38) {
        let halves = pair.split(separator: 61, maxSplits: 1, omittingEmptySubsequences: false)
        fields[PercentEncoding.decode(halves[0], plusIsSpace: true)] =
          halves.count > 1 ? PercentEncoding.decode(halves[1], plusIsSpace: true) : ""
      }
      guard let to = fields["To"], !to.isEmpty else { return refuse(400, 21_604, "A 'To' phone number is required.") }
      guard to.wholeMatch(of: /\+[1-9][0-9]{6,14}/) != nil else {
        return refuse(400, 21_211, "Invalid 'To' Phone Number")
      }
      let from = fields["From"] ?? fields["MessagingServiceSid"] ?? ""
      guard !from.isEmpty else { return refuse(400, 21_603, "A 'From' phone number is required.") }
      guard from.hasPrefix("MG") || world.options.smsNumbers.contains(from) else {
        return refuse(400, 21_606, "The 'From' phone number is not a valid, SMS-capable phone number of the account")
      }
      guard let text = fields["Body"], !text.isEmpty else { return refuse(400, 21_602, "Message body is required.") }
      guard text.utf16.count <= 1_600 else {
        return refuse(400, 21_617, "The concatenated message body exceeds the 1600 character limit")
      }
      guard !world.messages.optedOut.contains(to) else {
        return refuse(400, 21_610, "Attempt to send to unsubscribed recipient")
      }
      if let callback = fields["StatusCallback"], !callback.hasPrefix("http") {
        return refuse(400, 21_609, "Invalid 'StatusCallback' URL")
      }
      let message = world.messages.add(
        to: to, from: from, text: text, callback: fields["StatusCallback"], at: world.clock.now)
      return Answer(
        status: 201,
        json: [
          "sid": .string(message.sid), "account_sid": .string(account), "status": "queued", "to": .string(to),
          "from": fields["From"].map(Value.string) ?? .null,
          "messaging_service_sid": fields["MessagingServiceSid"].map(Value.string) ?? .null, "body": .string(text),
          "num_segments": "1", "num_media": "0", "direction": "outbound-api", "api_version": "2010-04-01",
          "price": .null, "price_unit": "USD", "error_code": .null, "error_message": .null,
          "date_created": .string(HTTPDate.mail(message.at)), "date_updated": .string(HTTPDate.mail(message.at)),
          "date_sent": .null, "uri": .string("/2010-04-01/Accounts/\(account)/Messages/\(message.sid).json"),
          "subresource_uris": [:],
        ])
    }
  }
}
