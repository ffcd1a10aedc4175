import CEL
import EngineMessages
import Synchronization
import Testing

@testable import Ingress

/// Mails that arrive for us: what they say of ours is read, and everything else is nothing.
@Suite struct MailReportTests {
  private func read(_ text: String) -> Value {
    MailReport(Array(text.replacing("\n", with: "\r\n").utf8)).body
  }

  private func bounce(action: String = "failed", status: String = "5.1.1", more: String = "") -> String {
    """
    From: MAILER-DAEMON@mx.example.net
    Message-ID: <r1@mx.example.net>
    Content-Type: multipart/report; report-type=delivery-status;
     boundary="b1"

    --b1
    Content-Type: text/plain

    I am sorry.
    --b1
    Content-Type: message/delivery-status

    Reporting-MTA: dns; mx.example.net
    Arrival-Date: Tue, 3 Mar 2026 09:00:00 +0000

    Final-Recipient: rfc822; anna@example.com
    Action: \(action)
    Status: \(status)
    Diagnostic-Code: smtp; 550 5.1.1 <anna@example.com>:
     no such user
    \(more)
    --b1
    Content-Type: message/rfc822

    Message-ID: <VLT-20260303-AB12+mail+confirmation+client+1@example.org>
    Subject: Confirmed

    Hello
    --b1--

    """
  }

  @Test func aReportNamesTheMailTheAddressAndTheReason() {
    let body = read(bounce())
    #expect(body["event"] == "hard_bounce")
    #expect(body["email"] == "anna@example.com")
    #expect(body["status"] == "5.1.1")
    #expect(body["message-id"] == "<VLT-20260303-AB12+mail+confirmation+client+1@example.org>")
    #expect(body["id"] == "<r1@mx.example.net>")
  }

  @Test func aFullMailboxIsNoMissingOne() {
    for (action, status, event) in [
      ("failed", "5.2.2", "soft_bounce"), ("failed", "4.4.7", "soft_bounce"), ("failed", "5.7.1", "blocked"),
      ("failed", "5.2.1", "hard_bounce"), ("FAILED", "", "hard_bounce"), ("delayed", "4.4.1", "deferred"),
      ("delivered", "2.0.0", "delivered"), ("relayed", "2.0.0", "delivered"),
    ] {
      #expect(read(bounce(action: action, status: status))["event"] == .string(event), "\(action) \(status)")
    }
  }

  @Test func aComplaintNamesWhoComplains() {
    let text = """
      Content-Type: multipart/report; report-type=feedback-report; boundary=b2

      --b2
      Content-Type: message/feedback-report

      Feedback-Type: abuse
      User-Agent: loop/1
      Original-Rcpt-To: <anna@example.com>

      --b2
      Content-Type: text/rfc822-headers

      Message-ID: <VLT-1+mail+nurture+client+1@example.org>
      To: Anna <anna@example.com>

      --b2--
      """
    #expect(read(text)["event"] == "spam")
    #expect(read(text)["email"] == "anna@example.com")
    #expect(read(text)["message-id"] == "<VLT-1+mail+nurture+client+1@example.org>")
    let anonymous = text.replacing("Original-Rcpt-To: <anna@example.com>\n", with: "")
    #expect(read(anonymous)["email"] == "anna@example.com")
    #expect(read(text.replacing("abuse", with: "opt-out"))["event"] == "unsubscribed")
  }

  @Test func anAnswerToAnInvitationIsHeard() {
    for (method, answer, event) in [
      ("REPLY", "ACCEPTED", "reply.accepted"), ("REPLY", "DECLINED", "reply.declined"),
      ("REPLY", "TENTATIVE", "reply.tentative"), ("COUNTER", "TENTATIVE", "reply.counter"),
      ("REQUEST", "NEEDS-ACTION", "other"), ("REPLY", "DELEGATED", "other"),
    ] {
      let text = """
        Content-Type: multipart/alternative; boundary=b3

        --b3
        Content-Type: text/calendar; method=\(method); charset=UTF-8
        Content-Transfer-Encoding: 8bit

        BEGIN:VCALENDAR
        METHOD:\(method)
        BEGIN:VEVENT
        ATTENDEE;CN="Weber: Anna";PARTSTAT=\(answer):mailto:anna@
         example.com
        DTSTART:20260310T090000Z
        SEQUENCE:2
        UID:VLT-20260303-AB12
        END:VEVENT
        END:VCALENDAR
        --b3--
        """
      let body = read(text)
      #expect(body["event"] == .string(event))
      #expect(body["uid"] == "VLT-20260303-AB12" && body["email"] == "anna@example.com")
      #expect(body["sequence"] == 2 && body["start"] == "2026-03-10T09:00:00Z")
    }
  }

  @Test func aTimeThatIsProposedCarriesItsZoneOrIsLeftOut() {
    for (line, start) in [
      ("DTSTART:20260310T090000Z", "2026-03-10T09:00:00Z" as Value), ("DTSTART:20260310T090000", nil),
      ("DTSTART;TZID=Europe/Berlin:20260310T090000", "2026-03-10T09:00:00 Europe/Berlin"),
      ("DTSTART;TZID=\"W. Europe Standard Time\":20260310T090000", "2026-03-10T09:00:00 W. Europe Standard Time"),
      ("DTSTART;TZID=<b>\u{202E}\u{1B}[2J:20260310T090000", "2026-03-10T09:00:00 b2J"),
      ("DTSTART;VALUE=DATE:20260310", nil), ("DTSTART:20261310T090000Z", nil), ("DTSTART:", nil),
    ] {
      let text = """
        From: Anna <anna.weber@example.com>
        Content-Type: text/calendar; method=COUNTER

        BEGIN:VCALENDAR
        METHOD:COUNTER
        BEGIN:VEVENT
        ATTENDEE;PARTSTAT=TENTATIVE:mailto:anna@example.com
        \(line)
        UID:VLT-20260303-AB12
        END:VEVENT
        END:VCALENDAR
        """
      #expect(read(text)["start"] == start, "\(line)")
      #expect(read(text)["from"] == "anna.weber@example.com" && read(text)["sequence"] == .null)
    }
  }

  @Test func anAnswerCountsForThoseOfTheBookingAlone() async throws {
    var settings = IngressHarness.settings
    settings.bodyBytes = 64 << 10
    settings.webhooks = [WebhookSource(name: "reports", scheme: .bearer, secrets: ["token"], format: .mail)]
    func answer(_ attendee: String, uid: String = "VLT-20260303-AB12") -> String {
      "Content-Type: text/calendar\r\n\r\nBEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\nUID:\(uid)\r\n"
        + "ATTENDEE;PARTSTAT=DECLINED:mailto:\(attendee)\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    }
    try await IngressHarness.with(settings) { gateway in
      for body in [
        answer("eve@example.com"), answer("anna@example.com", uid: "VLT-20260303-XX99"), answer("anna@example.com"),
      ] {
        let reply = try await gateway.send(
          "POST", "/webhooks/reports", [("Authorization", "Bearer token")], body: body)
        #expect(reply.status == 200)
      }
      #expect(gateway.receiver.events.map { $0.body["party"] } == ["client.email"])
      #expect(gateway.tally.all.map(\.reason) == [.stranger] && gateway.tally.all.map(\.count) == [2])
      gateway.receiver.state.withLock { $0.isReadable = false }
      let later = try await gateway.send(
        "POST", "/webhooks/reports", [("Authorization", "Bearer token")], body: answer("anna@example.com") + " ")
      #expect(later.status == 503, "a store that cannot be read knows no strangers")
    }
  }

  @Test func whatSaysNothingOfOursIsNothing() {
    for text in ["", "\n", "Subject: Hi\n\nHello", "Content-Type: multipart/report; boundary=\n\n--\n--", "\0\u{1}"] {
      #expect(read(text)["event"] == "other", "\(text)")
    }
    // A report without recipients, and one without the mail that it is about.
    let bare = read("Content-Type: message/delivery-status\n\nReporting-MTA: dns; x\n")
    #expect(bare["event"] == "delivered" && bare["email"] == .null && bare["message-id"] == .null)
  }

  @Test func aMailServersPipeIsAnsweredOnceTheReportIsKept() async throws {
    var settings = IngressHarness.settings
    settings.bodyBytes = 64 << 10
    settings.webhooks = [
      WebhookSource(
        name: "reports", scheme: .bearer, secrets: ["token"],
        refusals: RefusalRule(
          channel: .mail, address: .body(["email"]), all: ["hard_bounce", "spam"], marketing: ["unsubscribed"]),
        format: .mail)
    ]
    try await IngressHarness.with(settings) { gateway in
      let answer = try await gateway.send(
        "POST", "/webhooks/reports", [("Authorization", "Bearer token")], body: bounce())
      #expect(answer.status == 200)
      #expect(gateway.receiver.events.map(\.name) == ["hard_bounce"])
      #expect(gateway.receiver.refusals.map(\.address) == ["anna@example.com"])
    }
  }
}
