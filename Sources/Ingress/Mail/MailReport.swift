import CEL
import Encoding

/// A mail that arrived for us, as an event: that a mail of ours did not arrive (RFC 3464), that somebody complained of it
/// (RFC 5965), or how a guest answers an invitation (RFC 5546).
///
/// The event's fields are `event`, `id` (the report's own Message-ID), `message-id` (of the mail of ours), `email` (whom it
/// concerns), `status` (RFC 3463), and for an answer `from` (who sent it), `uid`, `sequence` and `start`. A field that the
/// mail does not have is null.
struct MailReport {
  /// The event of a mail that says nothing of ours.
  static let nothing = "other"

  let body: Value

  init(_ raw: [UInt8]) {
    let mail = MIMEPart(raw[...])
    var fields: ValueMap = ["event": .string(Self.nothing), "id": Self.value(mail.header("Message-ID"))]
    if let status = mail.first("message/delivery-status") {
      let report = DeliveryReport(status.body)
      fields["event"] = .string(report.event)
      fields["email"] = Self.value(report.recipient)
      fields["status"] = Self.value(report.status)
      fields["message-id"] = Self.value(Self.original(of: mail))
    } else if let feedback = mail.first("message/feedback-report") {
      let report = Self.fields(of: feedback.body).first ?? [:]
      fields["event"] = .string(report["feedback-type"]?.lowercased() == "opt-out" ? "unsubscribed" : "spam")
      fields["email"] = Self.value(
        report["original-rcpt-to"].map { Self.address($0) } ?? Self.recipient(of: mail))
      fields["message-id"] = Self.value(Self.original(of: mail))
    } else if let calendar = mail.first("text/calendar") ?? mail.first("application/ics") {
      let reply = CalendarReply(calendar.text)
      fields["event"] = .string(reply.event)
      fields["email"] = Self.value(reply.attendee)
      fields["from"] = Self.value(mail.header("From").map { Self.address($0) })
      fields["uid"] = Self.value(reply.uid)
      fields["sequence"] = reply.sequence.map { .int($0) } ?? .null
      fields["start"] = Self.value(reply.start)
    }
    body = .map(fields)
  }

  private static func value(_ text: String?) -> Value { text.map { .string(String($0.prefix(998))) } ?? .null }

  /// The Message-ID of the mail that a report is about, whose headers it brings along.
  private static func original(of mail: MIMEPart) -> String? {
    returned(by: mail)?.header("Message-ID")
  }

  private static func recipient(of mail: MIMEPart) -> String? {
    returned(by: mail)?.header("To").map { address($0) }
  }

  private static func returned(by mail: MIMEPart) -> MIMEPart? {
    (mail.first("message/rfc822") ?? mail.first("text/rfc822-headers")).map { MIMEPart($0.body[...]) }
  }

  /// Groups of fields, which empty lines separate. Of fields with one name the first counts.
  static func fields(of body: [UInt8]) -> [[String: String]] {
    var groups: [[String: String]] = [[:]]
    var last = ""
    for line in body.split(separator: 10, omittingEmptySubsequences: false) {
      let text = String(decoding: line, as: UTF8.self)
      if MIMEPart.trimmed(text).isEmpty {
        if groups.last?.isEmpty == false { groups.append([:]) }
      } else if line.first == 32 || line.first == 9 {
        groups[groups.count - 1][last]?.append(" " + MIMEPart.trimmed(text))
      } else if let colon = text.firstIndex(of: ":") {
        last = MIMEPart.trimmed(text[..<colon]).lowercased()
        if groups[groups.count - 1][last] == nil {
          groups[groups.count - 1][last] = MIMEPart.trimmed(text[text.index(after: colon)...])
        }
      }
    }
    return groups.filter { !$0.isEmpty }
  }

  /// The address in `rfc822; anna@example.com`, `<anna@example.com>` or `Anna <anna@example.com>`.
  static func address(_ text: String) -> String {
    let bare = text.split(separator: ";", maxSplits: 1).last.map { MIMEPart.trimmed($0) } ?? text
    guard let open = bare.lastIndex(of: "<"), let close = bare[open...].firstIndex(of: ">") else { return bare }
    return String(bare[bare.index(after: open)..<close])
  }
}
