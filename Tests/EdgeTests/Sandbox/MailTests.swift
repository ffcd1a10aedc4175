import CEL
import Encoding
import Testing

@testable import Sandbox

@Suite struct SMTPSessionTests {
  struct Host: SMTPSession.Host {
    var taken: [Envelope] = []
    var verdict = MailReply.reply(250, "2.0.0 Ok")
    func accept(recipient: String) -> MailReply {
      recipient.hasPrefix("no") ? .reply(550, "5.1.1 No") : .reply(250, "2.1.5 Ok")
    }
    mutating func receive(_ envelope: Envelope) -> MailReply {
      taken.append(envelope)
      return verdict
    }
  }

  static let conversation =
    "EHLO me\r\nMAIL FROM:<a@example.org> SIZE=40 BODY=8BITMIME\r\nRCPT TO:<b@example.org>\r\nDATA\r\n"
    + "Subject: x\r\n\r\n..dot\r\nzwölf\r\n.\r\nQUIT\r\n"

  func codes(_ text: String) -> [String] {
    text.split(separator: "\r\n").filter { $0.dropFirst(3).first != "-" }.map { String($0.prefix(3)) }
  }

  @Test(arguments: [1, 7, 10_000]) func aConversationIsTheSameHoweverItIsCut(size: Int) {
    var session = SMTPSession()
    var host = Host()
    var replies = ""
    let bytes = Array(Self.conversation.utf8)
    for start in stride(from: 0, to: bytes.count, by: size) {
      replies += session.consume(bytes[start..<min(start + size, bytes.count)], host: &host)
    }
    #expect(codes(replies) == ["250", "250", "250", "354", "250", "221"])
    #expect(session.isClosed)
    #expect(
      host.taken == [
        Envelope(
          from: "a@example.org", to: ["b@example.org"], data: Array("Subject: x\r\n\r\n.dot\r\nzwölf\r\n".utf8))
      ])
  }

  @Test func commandsOutOfOrderAreRefused() {
    var session = SMTPSession()
    var host = Host()
    let replies = session.consume(
      Array("MAIL FROM:<a@b>\r\nHELO x\r\nRCPT TO:<c@d>\r\nDATA\r\nMAIL FROM:a@b\r\nXYZ\r\nNOOP\r\nRSET\r\n".utf8),
      host: &host)
    #expect(codes(replies) == ["503", "250", "503", "503", "501", "502", "250", "250"])
  }

  @Test func aRefusedRecipientDoesNotEndTheConversation() {
    var session = SMTPSession()
    var host = Host()
    let replies = session.consume(
      Array("EHLO x\r\nMAIL FROM:<>\r\nRCPT TO:<no@b>\r\nDATA\r\nRCPT TO:<c@d>\r\nDATA\r\nx\r\n.\r\n".utf8), host: &host
    )
    #expect(codes(replies) == ["250", "250", "550", "503", "250", "354", "250"])
    #expect(host.taken.map(\.to) == [["c@d"]])
  }

  @Test func aMessageOverTheLimitIsRefusedAndForgotten() {
    var session = SMTPSession()
    var host = Host()
    _ = session.consume(Array("EHLO x\r\nMAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nDATA\r\n".utf8), host: &host)
    let line = Array((String(repeating: "x", count: 998) + "\r\n").utf8)
    for _ in 0..<(SMTPSession.sizeLimit / 1_000 + 1) { _ = session.consume(line, host: &host) }
    #expect(codes(session.consume(Array(".\r\n".utf8), host: &host)) == ["552"])
    #expect(host.taken.isEmpty)
  }
}

@Suite struct MailSinkTests {
  static let invitation = """
    From: Magnetiq <post@magnetiq.example>\r
    To: =?utf-8?q?J=C3=BCrgen?= <j@example.org>\r
    Subject: =?utf-8?B?R3LDvMOf?= =?utf-8?B?ZQ==?= zum Termin\r
    Message-ID: <vlt-1.confirmation@magnetiq.example>\r
    X-Magnetiq-Key: VLT-20270301-AB12/mail/confirmation/client/0/1\r
    MIME-Version: 1.0\r
    Content-Type: multipart/mixed;\r
     boundary="outer"\r
    \r
    --outer\r
    Content-Type: multipart/alternative; boundary=inner\r
    \r
    --inner\r
    Content-Type: text/plain; charset=utf-8\r
    Content-Transfer-Encoding: quoted-printable\r
    \r
    Gr=C3=BC=C3=9Fe =\r
    an Sie\r
    --inner\r
    Content-Type: text/html; charset=utf-8\r
    Content-Transfer-Encoding: base64\r
    \r
    PHA+SGFsbG88L3A+\r
    --inner\r
    Content-Type: text/calendar; method=REQUEST; charset=UTF-8\r
    \r
    BEGIN:VCALENDAR\r
    METHOD:REQUEST\r
    BEGIN:VEVENT\r
    UID:vlt-20270301-ab12@mag\r
     netiq.example\r
    DTSTART:20270310T090000Z\r
    SEQUENCE:2\r
    STATUS:CONFIRMED\r
    END:VEVENT\r
    END:VCALENDAR\r
    --inner--\r
    --outer--\r

    """

  func envelope(_ text: String = invitation) -> Envelope {
    Envelope(from: "post@magnetiq.example", to: ["j@example.org"], data: Array(text.utf8))
  }

  @Test func aMessageIsTakenApart() throws {
    var bench = try Bench()
    #expect(bench.world.receive(envelope()) == .reply(250, "2.0.0 Ok: queued as 1"))
    let mail = try #require(bench.world.mails[1])
    #expect(mail.subject == "Grüße zum Termin")
    #expect(mail.text == "Grüße an Sie")
    #expect(mail.html == "<p>Hallo</p>")
    #expect(mail.template == "confirmation")
    #expect(mail.calendar?.method == "REQUEST")
    #expect(mail.calendar?.typeMethod == "REQUEST")
    #expect(mail.calendar?.uid == "vlt-20270301-ab12@magnetiq.example")
    #expect(mail.calendar?.sequence == 2)
    #expect(mail.calendar?.status == "CONFIRMED")
    #expect(mail.headers.first { $0.name == "To" }?.value == "Jürgen <j@example.org>")
  }

  @Test func copiesOfOneMessageAreCounted() throws {
    var bench = try Bench()
    _ = bench.control("POST", "faults", ["on": "smtp.data", "kind": "reply_lost"])
    #expect(bench.world.receive(envelope()) == .cut)
    _ = bench.world.receive(envelope())
    let report = bench.control("GET", "report", query: "reference=VLT-20270301-AB12")
    let mails = try #require(report.body["mails"]?.listValue)
    #expect(mails.count == 1)
    #expect(mails[0]["copies"] == 2)
    #expect(mails[0]["calendar"]?["sequence"] == 2)
    #expect(bench.control("GET", "report", query: "reference=VLT-2").body["mails"] == [])
  }

  @Test(arguments: [451, 550]) func anOrderedRefusalKeepsNothing(status: Int64) throws {
    var bench = try Bench()
    _ = bench.control("POST", "faults", ["on": "smtp.data", "kind": "status", "status": .int(status)])
    guard case .reply(let code, _) = bench.world.receive(envelope()) else { return #expect(Bool(false)) }
    #expect(code == Int(status))
    #expect(bench.world.mails.mails.isEmpty)
  }

  @Test func theRawMessageIsWhatCame() throws {
    var bench = try Bench()
    _ = bench.world.receive(envelope())
    let call = Call(method: "GET", path: "/_sandbox/mails/1")
    guard case .answer(let answer) = bench.world.handle(call) else { return #expect(Bool(false)) }
    #expect(answer.body == Array(Self.invitation.utf8))
    #expect(bench.control("GET", "mails/2").status == 404)
  }
}
