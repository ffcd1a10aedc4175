import CEL
import CivilTime
import Encoding
import Execution

/// Composes a message (RFC 5322), with the same bytes for the same request and time. Everything in it is ASCII. Text is
/// quoted-printable and the invitation base64, so that lines have at most 78 columns, except header lines with a longer
/// word such as an address.
struct MailComposer: Sendable {
  let settings: EmailSettings

  /// The parts of a message that differ from mail to mail.
  struct Letter: Sendable {
    let recipient: EmailAddress
    let name: String?
    let mail: RenderedMail
    let invitation: Invitation?
    let key: String
    let messageID: String
    let date: Instant
    /// Where a click ends mails of this kind; nil for what the booking owes.
    var unsubscribe: String?
  }

  /// Returns the header and the body with CRLF line ends.
  ///
  /// - Throws: `StepError` with the code `rejected` if a header field would hold a control character or a bad address.
  func compose(_ letter: Letter) throws(StepError) -> [UInt8] {
    var headers = MailHeaders()
    do throws(MailHeaders.Unsafe) {
      guard let from = EmailAddress(settings.from) else { throw MailHeaders.Unsafe(field: "From") }
      try headers.addMailbox("From", displayName: settings.fromName, address: from)
      try headers.addMailbox("To", displayName: letter.name, address: letter.recipient)
      if let replyTo = settings.replyTo {
        guard let address = EmailAddress(replyTo) else { throw MailHeaders.Unsafe(field: "Reply-To") }
        try headers.addMailbox("Reply-To", displayName: nil, address: address)
      }
      try headers.addText("Subject", letter.mail.subject)
      try headers.add("Date", HTTPDate.mail(letter.date))
      try headers.add("Message-ID", letter.messageID)
      try headers.add("X-Magnetiq-Key", letter.key)
      // Prevents automatic replies (RFC 3834 §5).
      try headers.add("Auto-Submitted", "auto-generated")
      if let address = letter.unsubscribe {
        try headers.add("List-Unsubscribe", "<\(address)>")
        try headers.add("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")
      }
      try headers.add("Content-Language", letter.mail.language)
      try headers.add("MIME-Version", "1.0")
    } catch {
      throw StepError(
        code: "rejected",
        message: "email.send: \(error.field) has a character that a header cannot hold, such as a line break")
    }
    let head = headers.lines.map { $0 + "\r\n" }.joined()
    return Array((head + body(letter)).utf8)
  }

  private func body(_ letter: Letter) -> String {
    var alternatives = [
      part("text/plain; charset=UTF-8", "quoted-printable", TransferEncoding.quotedPrintable(letter.mail.text)),
      part("text/html; charset=UTF-8", "quoted-printable", TransferEncoding.quotedPrintable(letter.mail.html)),
    ]
    guard let invitation = letter.invitation else { return multipart("alternative", "=_alternative", alternatives) }
    // RFC 6047 §2.4: the content type names the calendar's own method. The attachment is for mail programs that do not
    // look into the alternatives.
    let calendar = TransferEncoding.base64Lines(Array(invitation.text(stamp: letter.date).utf8))
    let method = invitation.method.rawValue
    alternatives.append(part("text/calendar; method=\(method); charset=UTF-8", "base64", calendar))
    return multipart(
      "mixed", "=_mixed",
      [
        multipart("alternative", "=_alternative", alternatives),
        part(
          "application/ics; name=\"invite.ics\"", "base64", calendar,
          more: ["Content-Disposition: attachment; filename=\"invite.ics\""]),
      ])
  }

  private func part(_ type: String, _ encoding: String, _ content: String, more: [String] = []) -> String {
    (["Content-Type: \(type)", "Content-Transfer-Encoding: \(encoding)"] + more).map { $0 + "\r\n" }.joined() + "\r\n"
      + content
  }

  /// Joins parts. `=_` occurs in neither encoding, so the boundary cannot occur in a part (RFC 2045 §6.7).
  private func multipart(_ kind: String, _ boundary: String, _ parts: [String]) -> String {
    "Content-Type: multipart/\(kind);\r\n boundary=\"\(boundary)\"\r\n\r\n"
      + parts.map { "--\(boundary)\r\n\($0)\r\n" }.joined() + "--\(boundary)--\r\n"
  }
}
