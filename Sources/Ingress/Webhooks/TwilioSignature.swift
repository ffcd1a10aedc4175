import CEL
import Digests
import Encoding
import HTTPTypes

/// Verifies Twilio's webhooks: `X-Twilio-Signature: base64` of an HMAC-SHA-1 over the address to which the webhook was
/// sent, query included, and the form's fields, each name and value one after the other in the order of the names.
enum TwilioSignature {
  static let header = "X-Twilio-Signature"

  static func verify(_ body: [UInt8], _ headers: HTTPFields, url: String, _ source: WebhookSource) -> Verification {
    guard let name = HTTPField.Name(header), let text = headers[name] else { return .invalid("missing_header") }
    guard let signature = Base64.decode(text), signature.count == HMACSHA1.size else {
      return .invalid("malformed_header")
    }
    let fields = TwilioForm.fields(of: body)
    var message = Array(url.utf8)
    // A field that is given twice with one value counts once.
    var last: TwilioForm.Field?
    for field in fields.sorted(by: { ($0.name, $0.value) < ($1.name, $1.value) }) where field != last {
      message += Array(field.name.utf8) + Array(field.value.utf8)
      last = field
    }
    let matches = source.secrets.map { [message] in
      ConstantTime.equal(signature, HMACSHA1.code(for: message, key: Array($0.utf8)))
    }
    return matches.contains(true) ? .valid : .invalid("mismatch")
  }
}

/// A webhook of Twilio as an event: the fields of its form, those of the address's query under `query`, and `event`.
struct TwilioForm {
  struct Field: Hashable {
    let name: String
    let value: String
  }

  /// The words after which no message may be sent to a number any more, as the service knows them.
  private static let goodbyes: Set<String> = ["STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT"]

  let body: Value

  init(_ raw: [UInt8], target: String) {
    var map = ValueMap()
    for field in Self.fields(of: raw) { map[field.name] = .string(field.value) }
    var query = ValueMap()
    let asked = target.split(separator: "?", maxSplits: 1).dropFirst().first ?? ""
    for field in Self.fields(of: Array(asked.utf8)) { query[field.name] = .string(field.value) }
    map["query"] = .map(query)
    map["event"] = .string(Self.event(map))
    body = .map(map)
  }

  /// `stop` and `start` for answers that say so, otherwise the message's status: `delivered`, `undelivered`, `received`.
  private static func event(_ fields: ValueMap) -> String {
    let status = fields["MessageStatus"]?.stringValue ?? fields["SmsStatus"]?.stringValue ?? "unknown"
    guard status == "received" else { return status }
    if let kind = fields["OptOutType"]?.stringValue, !kind.isEmpty { return kind.lowercased() }
    let text = fields["Body"]?.stringValue?.split(whereSeparator: \.isWhitespace).joined(separator: " ") ?? ""
    return goodbyes.contains(text.uppercased()) ? "stop" : status
  }

  static func fields(of raw: [UInt8]) -> [Field] {
    raw.split(separator: UInt8(ascii: "&")).map { pair in
      let halves = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
      return Field(
        name: PercentEncoding.decode(halves[0], plusIsSpace: true),
        value: halves.count > 1 ? PercentEncoding.decode(halves[1], plusIsSpace: true) : "")
    }
  }
}
