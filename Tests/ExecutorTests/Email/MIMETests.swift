import CEL
import CivilTime
import Execution
import Testing

@testable import Executors
import Transport

@Suite struct MIMETests {
  private func compose(
    subject: String = "Hello", name: String? = nil, text: String = "body\n", invitation: Invitation? = nil,
    fromName: String = "Magnetiq"
  ) throws -> String {
    let settings = EmailSettings(
      server: SMTPServer(host: "localhost", port: 25, security: .none), from: "bookings@example.org",
      fromName: fromName, replyTo: "help@example.org", domain: "example.org")
    let letter = MailComposer.Letter(
      recipient: try #require(EmailAddress("anna@example.com")), name: name,
      mail: RenderedMail(subject: subject, text: text, html: "<p>body</p>\n", language: "en"), invitation: invitation,
      key: "VLT-1/mail/confirmation/1/g1",
      messageID: MessageID.of(key: "VLT-1/mail/confirmation/1/g1", domain: "example.org"),
      date: instant("2026-03-03T09:00:00Z"))
    return String(decoding: try MailComposer(settings: settings).compose(letter), as: UTF8.self)
  }

  @Test func aMessageIsTheSameBytesEveryTime() throws {
    let message = try compose()
    #expect(
      message == """
        From: Magnetiq <bookings@example.org>\r
        To: <anna@example.com>\r
        Reply-To: <help@example.org>\r
        Subject: Hello\r
        Date: Tue, 03 Mar 2026 09:00:00 +0000\r
        Message-ID: <VLT-1+mail+confirmation+1@example.org>\r
        X-Magnetiq-Key: VLT-1/mail/confirmation/1/g1\r
        Auto-Submitted: auto-generated\r
        Content-Language: en\r
        MIME-Version: 1.0\r
        Content-Type: multipart/alternative;\r
         boundary="=_alternative"\r
        \r
        --=_alternative\r
        Content-Type: text/plain; charset=UTF-8\r
        Content-Transfer-Encoding: quoted-printable\r
        \r
        body\r
        \r
        --=_alternative\r
        Content-Type: text/html; charset=UTF-8\r
        Content-Transfer-Encoding: quoted-printable\r
        \r
        <p>body</p>\r
        \r
        --=_alternative--\r\n
        """)
  }

  @Test(arguments: [
    "Anna\r\nBcc: everybody@example.com", "Anna\nX: y", "Anna\r", "Anna\0", "Anna\u{2028}X", "Anna\u{85}X",
    "\u{1B}[31mAnna",
  ])
  func aHostileNameOrSubjectIsRefused(text: String) {
    #expect(throws: StepError.self) { try compose(name: text) }
    #expect(throws: StepError.self) { try compose(subject: text) }
    #expect(throws: StepError.self) { try compose(fromName: text) }
  }

  @Test func namesAreQuotedOrEncodedSoThatTheyStayNames() throws {
    #expect(try compose(name: "Anna Weber").contains("\r\nTo: Anna Weber <anna@example.com>\r\n"))
    #expect(
      try compose(name: "Weber, \"Anna\" <x@y.z>").contains(
        "\r\nTo: \"Weber, \\\"Anna\\\" <x@y.z>\" <anna@example.com>\r\n"))
    #expect(try compose(name: "Jürgen").contains("\r\nTo: =?UTF-8?B?SsO8cmdlbg==?= <anna@example.com>\r\n"))
    #expect(
      try compose(name: "=?UTF-8?B?eA==?=").contains(
        "\r\nTo: =?UTF-8?B?PT9VVEYtOD9CP2VBPT0/PQ==?= <anna@example.com>\r\n"))
  }

  @Test func everyLineOfAMessageIsShortASCII() throws {
    let long = String(repeating: "Ünïcødé wörds ", count: 40) + "👩‍👩‍👧‍👦" + String(repeating: "x", count: 300)
    let message = try compose(
      subject: String(long.prefix(300)), name: String(long.prefix(120)), text: long + "\n" + long)
    for line in message.split(separator: "\r\n", omittingEmptySubsequences: false) {
      #expect(line.utf8.count <= 78)
      #expect(line.utf8.allSatisfy { (0x20..<0x7F).contains($0) })
    }
  }

  @Test func encodedWordsNeverCutACharacter() throws {
    for word in EncodedWord.words(String(repeating: "ü€👍", count: 30)) {
      #expect(word.utf8.count <= 75)
      let middle = String(word.dropFirst("=?UTF-8?B?".count).dropLast(2))
      let bytes = try #require(decodedBase64(middle))
      #expect(String(validating: bytes, as: UTF8.self) != nil)
    }
  }

  @Test(arguments: [
    ("a=b\n", "a=3Db\r\n"), ("trailing \n", "trailing=20\r\n"), ("é\n", "=C3=A9\r\n"), ("a\n\nb", "a\r\n\r\nb\r\n"),
    (".dot\n", ".dot\r\n"), ("tab\t\n", "tab=09\r\n"), ("", ""), ("\r\n", "=0D\r\n"),
    (String(repeating: "x", count: 76), String(repeating: "x", count: 75) + "=\r\nx\r\n"),
  ])
  func quotedPrintableFollowsItsRules(text: String, encoded: String) {
    #expect(TransferEncoding.quotedPrintable(text) == encoded)
  }

  @Test func theMessageIDIsThatOfTheBusinessActWhateverTheGeneration() {
    let one = MessageID.of(key: "VLT-1/mail/x/client/1/g1", domain: "example.org")
    #expect(one == "<VLT-1+mail+x+client+1@example.org>")
    #expect(MessageID.of(key: "VLT-1/mail/x/client/1/g12", domain: "example.org") == one)
    #expect(MessageID.of(key: "a/b>c @d.e", domain: "x.org") == "<a+b=3Ec=20=40d=2Ee@x.org>")
    #expect(MessageID.of(key: "a/green", domain: "x.org") == "<a+green@x.org>")
    #expect(MessageID.of(key: "a/g", domain: "x.org") == "<a+g@x.org>")
  }

  @Test func onlyPlainAddressesPass() {
    for good in ["a@b.de", "anna.weber+x@mail.example.com", "o'neil@example.org", "a@localhost"] {
      #expect(EmailAddress(good) != nil)
    }
    for bad in [
      "", "a", "a@", "@b.de", "a@b@c", "a b@c.de", "a@b..de", ".a@b.de", "a.@b.de", "a@-b.de",
      "a@b.de\r\nRCPT TO:<x@y.z>",
      "<a@b.de>", "a@b.de>", "ä@b.de", "a@☃.de", "\"a\"@b.de", String(repeating: "a", count: 65) + "@b.de",
      "a@[127.0.0.1]",
    ] {
      #expect(EmailAddress(bad) == nil, "\(bad)")
    }
  }

  private func decodedBase64(_ text: String) -> [UInt8]? {
    let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var (bits, count) = (UInt32(0), 0)
    var out: [UInt8] = []
    for byte in text.utf8 where byte != UInt8(ascii: "=") {
      guard let digit = digits.firstIndex(of: byte) else { return nil }
      bits = bits << 6 | UInt32(digit)
      count += 6
      if count >= 8 {
        count -= 8
        out.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
      }
    }
    return out
  }
}
