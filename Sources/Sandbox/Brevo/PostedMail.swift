import CEL
import CivilTime
import Encoding

/// A mail as the service's interface is handed it, held against the documented fields.
struct PostedMail {
  struct Fault: Error {
    let code: String
    let message: String
  }

  private static let fields: Set<String> = [
    "sender", "to", "cc", "bcc", "replyTo", "subject", "htmlContent", "textContent", "headers", "tags", "attachment",
    "templateId", "params", "scheduledAt", "batchId", "messageVersions",
  ]

  let from: String
  let to: String
  let subject: String
  let html: String?
  let text: String?
  let headers: [(name: String, value: String)]
  let tag: String?
  let attachments: [(name: String, content: [UInt8])]
  var idempotencyKey: String? { headers.first { $0.name == "idempotencyKey" }?.value }

  init(_ body: ValueMap) throws(Fault) {
    func invalid(_ message: String) -> Fault { Fault(code: "invalid_parameter", message: message) }
    func missing(_ name: String) -> Fault { Fault(code: "missing_parameter", message: "\(name) is missing") }
    for entry in body.entries where !Self.fields.contains(entry.key.stringValue ?? "") {
      throw invalid("\(entry.key.stringValue ?? "") is not a parameter")
    }
    guard let sender = body["sender"] else { throw missing("sender") }
    from = try Self.mailbox(sender, "sender")
    guard let to = body["to"]?.listValue, !to.isEmpty else { throw missing("to") }
    guard to.count == 1 else { throw invalid("the sandbox takes one recipient") }
    self.to = try Self.mailbox(to[0], "to")
    guard let subject = body["subject"]?.stringValue, !subject.isEmpty else { throw missing("subject") }
    guard !subject.utf8.contains(where: { $0 < 0x20 }) else { throw invalid("subject is not valid") }
    self.subject = subject
    (html, text) = (body["htmlContent"]?.stringValue, body["textContent"]?.stringValue)
    guard html?.isEmpty == false || text?.isEmpty == false else { throw missing("htmlContent") }
    var headers: [(name: String, value: String)] = []
    for entry in body["headers"]?.mapValue?.entries ?? [] {
      guard let name = entry.key.stringValue, let value = entry.value.stringValue,
        !value.utf8.contains(where: { $0 < 0x20 })
      else { throw invalid("headers is not valid") }
      headers.append((name, value))
    }
    self.headers = headers
    let tags = body["tags"]?.listValue ?? []
    guard tags.allSatisfy({ $0.stringValue != nil }) else { throw invalid("tags is not an array of strings") }
    tag = tags.first?.stringValue
    var attachments: [(name: String, content: [UInt8])] = []
    for attachment in body["attachment"]?.listValue ?? [] {
      guard let name = attachment["name"]?.stringValue, !name.isEmpty else { throw missing("attachment.name") }
      guard let content = attachment["content"]?.stringValue.flatMap({ Base64.decode($0) }) else {
        throw invalid("attachment.content is not base64")
      }
      attachments.append((name, content))
    }
    self.attachments = attachments
    if let key = idempotencyKey, key.utf8.count != 36 || key.split(separator: "-").count != 5 {
      throw invalid("idempotencyKey is not a UUID")
    }
  }

  private static func mailbox(_ value: Value, _ name: String) throws(Fault) -> String {
    guard let address = value["email"]?.stringValue, EmailAddress(address) != nil else {
      throw Fault(code: "invalid_parameter", message: "email is not valid in \(name)")
    }
    if let display = value["name"]?.stringValue {
      guard !display.isEmpty, display.utf8.count <= 280, !display.utf8.contains(where: { $0 < 0x20 }) else {
        throw Fault(code: "invalid_parameter", message: "name is not valid in \(name)")
      }
    }
    return address
  }

  /// The mail as the service would deliver it.
  func envelope(messageID: String, at instant: Instant) -> Envelope {
    var lines = [
      "From: <\(from)>", "To: <\(to)>", "Subject: \(subject)", "Message-ID: \(messageID)",
      "Date: \(HTTPDate.text(instant))", "MIME-Version: 1.0",
    ]
    for header in headers where header.name != "idempotencyKey" { lines.append("\(header.name): \(header.value)") }
    if let tag { lines.append("X-Mailin-Tag: \(tag)") }
    lines += ["Content-Type: multipart/mixed; boundary=\"=_sandbox\"", ""]
    func part(_ type: String, _ content: [UInt8]) {
      lines += ["--=_sandbox", "Content-Type: \(type)", "Content-Transfer-Encoding: base64", ""]
      lines.append(Base64.encode(content))
    }
    if let text { part("text/plain; charset=UTF-8", Array(text.utf8)) }
    if let html { part("text/html; charset=UTF-8", Array(html.utf8)) }
    for attachment in attachments {
      let isCalendar = attachment.name.hasSuffix(".ics")
      part(isCalendar ? "text/calendar; charset=UTF-8" : "application/octet-stream", attachment.content)
    }
    lines.append("--=_sandbox--")
    return Envelope(from: from, to: [to], data: Array((lines.joined(separator: "\r\n") + "\r\n").utf8))
  }
}
