import CEL
import Digests
import Encoding
import Execution

/// A mail as Brevo's interface takes it.
struct BrevoMail {
  let body: Value

  init(_ letter: MailComposer.Letter, settings: EmailSettings, key: String) throws(StepError) {
    let tag = Self.tag(of: letter)
    var headers: ValueMap = [
      "idempotencyKey": .string(Self.uuid(of: key)), "X-Mailin-custom": .string(tag), "X-Magnetiq-Key": .string(key),
      "Auto-Submitted": "auto-generated", "Content-Language": .string(letter.mail.language),
    ]
    if let address = letter.unsubscribe {
      headers["List-Unsubscribe"] = .string("<\(address)>")
      headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    }
    var body: ValueMap = [
      "sender": try Self.mailbox(settings.from, name: settings.fromName),
      "to": .list([try Self.mailbox(letter.recipient.description, name: letter.name ?? "")]),
      "subject": .string(letter.mail.subject), "htmlContent": .string(letter.mail.html),
      "textContent": .string(letter.mail.text), "headers": .map(headers), "tags": .list([.string(tag)]),
    ]
    if let replyTo = settings.replyTo { body["replyTo"] = ["email": .string(replyTo)] }
    if let invitation = letter.invitation {
      let content = Base64.encode(Array(invitation.text(stamp: letter.date).utf8))
      body["attachment"] = .list([["name": "invite.ics", "content": .string(content)]])
    }
    self.body = .map(body)
  }

  /// The mail's identity as it stands in a tag: that of its Message-ID, which begins with the booking's reference.
  static func tag(of letter: MailComposer.Letter) -> String {
    String(letter.messageID.dropFirst().prefix { $0 != "@" })
  }

  /// A UUID (RFC 9562, version 8) that is the same for the same key.
  static func uuid(of key: String) -> String {
    var bytes = Array(SHA256.hash(Array(key.utf8)).prefix(16))
    bytes[6] = bytes[6] & 0x0F | 0x80
    bytes[8] = bytes[8] & 0x3F | 0x80
    let hex = Hex.encode(bytes)
    var out = ""
    for (index, digit) in hex.enumerated() {
      if [8, 12, 16, 20].contains(index) { out += "-" }
      out.append(digit)
    }
    return out
  }

  private static func mailbox(_ address: String, name: String) throws(StepError) -> Value {
    guard name.unicodeScalars.allSatisfy({ $0.value >= 0x20 && !(0x7F..<0xA0).contains($0.value) }) else {
      throw StepError(code: "rejected", message: "email.send: a name has a character that a header cannot hold")
    }
    // Brevo refuses an empty name.
    return name.isEmpty
      ? ["email": .string(address)] : ["email": .string(address), "name": .string(String(name.prefix(70)))]
  }
}
