import CEL
import CivilTime
import Encoding

/// A message as SMTP transferred it: the envelope, and the text with dots unstuffed.
struct Envelope: Sendable, Equatable {
  var from: String
  var to: [String]
  var data: [UInt8]
}

/// One delivery. Every delivery is kept, so that a message sent twice is listed twice.
struct ReceivedMail: Sendable {
  let number: Int
  let at: Instant
  let envelope: Envelope
  let subject: String
  let messageID: String
  /// `X-Magnetiq-Key`: the key of the step that sent the mail; it begins with the booking's reference.
  let key: String?
  let text: String?
  let html: String?
  let calendar: CalendarPart?
  let headers: [MIMEPart.Field]

  init(number: Int, envelope: Envelope, at instant: Instant) {
    let part = MIMEPart(envelope.data[...])
    self.number = number
    self.envelope = envelope
    at = instant
    subject = part.header("Subject") ?? ""
    messageID = part.header("Message-ID") ?? ""
    key = part.header("X-Magnetiq-Key")
    text = part.first("text/plain")?.text
    html = part.first("text/html")?.text
    calendar = part.first("text/calendar").map { CalendarPart($0.text, typeMethod: $0.parameters["method"]) }
    headers = part.headers.map { MIMEPart.Field(name: $0.name, value: MailDecoding.words($0.value)) }
  }

  /// The template's name, `payment_link` for the key `VLT-…/mail/payment_link/client/0/1`; for another key the part
  /// after the reference.
  var template: String? {
    guard let parts = key?.split(separator: "/").map(String.init), parts.count > 1 else { return nil }
    if parts[1] == "mail", parts.count > 2 { return parts[2] }
    return parts.dropFirst().joined(separator: "/")
  }

  var summary: ValueMap {
    [
      "number": .int(Int64(number)), "at": rfc3339(at), "from": .string(envelope.from), "to": json(envelope.to),
      "subject": .string(subject), "message_id": .string(messageID), "key": json(key), "template": json(template),
      "calendar": calendar?.json ?? .null,
    ]
  }

  var whole: Value {
    var out = summary
    out["text"] = json(text)
    out["html"] = json(html)
    out["headers"] = .list(headers.map { ["name": .string($0.name), "value": .string($0.value)] })
    return .map(out)
  }
}
