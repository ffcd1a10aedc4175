import Testing

@testable import Transport

/// The dialogue about a message as a pure function of the server's replies.
@Suite struct SMTPSubmissionTests {
  private static let message = SMTPMessage(
    server: SMTPServer(host: "mail.example", port: 25, security: .none), sender: "a@example.org",
    recipient: "b@example.org", content: Array("Subject: x\r\n\r\n.dot\r\n".utf8))

  private static func extensions(_ keywords: String...) -> SMTPExtensions {
    var extensions = SMTPExtensions()
    extensions.take(line: Array("250-mail.example\r\n".utf8))
    for keyword in keywords { extensions.take(line: Array("250-\(keyword)\r\n".utf8)) }
    extensions.take(line: Array("250 HELP\r\n".utf8))
    return extensions
  }

  /// The lines that were sent, with the message as one, and the end.
  private func play(
    _ replies: [Int], pipelining: Bool, resets: Bool = false
  ) -> (sent: [String], end: SMTPSubmission.Next?, contentBegan: Bool) {
    var submission = SMTPSubmission(
      Self.message, pipelining ? Self.extensions("PIPELINING") : SMTPExtensions(), resets: resets)
    var sent = [String(decoding: submission.begin(), as: UTF8.self)]
    var end: SMTPSubmission.Next?
    for code in replies {
      switch submission.take(SMTPReply(code: code)) {
      case .send(let bytes): sent.append(String(decoding: bytes, as: UTF8.self))
      case .read: break
      case let next: end = next
      }
      if end != nil { break }
    }
    return (sent, end, submission.contentBegan)
  }

  private let mail = "MAIL FROM:<a@example.org>\r\n"
  private let recipient = "RCPT TO:<b@example.org>\r\n"
  private let message = "Subject: x\r\n\r\n..dot\r\n.\r\n"

  @Test func aServerWithPipeliningIsSentTheEnvelopeAtOnce() {
    let played = play([250, 250, 354, 250], pipelining: true)
    #expect(played.sent == [mail + recipient + "DATA\r\n", message])
    #expect(played.end == .end(SMTPReply(code: 250, stage: .content), .clean))
  }

  @Test func aServerWithoutPipeliningIsSentOneCommandAtATime() {
    let played = play([250, 250, 354, 250], pipelining: false)
    #expect(played.sent == [mail, recipient, "DATA\r\n", message])
    #expect(played.end == .end(SMTPReply(code: 250, stage: .content), .clean))
  }

  @Test func theMessageIsSentOnlyWhenTheWholeEnvelopeWasAccepted() {
    for (replies, decides) in [([530, 503, 503], 530), ([250, 550, 554], 550), ([250, 451, 503], 451)] {
      let played = play(replies, pipelining: true)
      #expect(played.sent.count == 1 && !played.contentBegan)
      guard case .end(let reply, _)? = played.end else {
        Issue.record("\(replies): \(String(describing: played.end))")
        continue
      }
      #expect(reply.code == decides, "the first refusal decides")
      #expect(reply.stage == (decides == 530 ? .sender : .recipient))
    }
  }

  /// RFC 2920 §3.1: the server has refused the only recipient, and waits for a message all the same.
  @Test func aServerThatWaitsForAMessageToNobodyIsGivenAnEmptyOne() {
    for last in [554, 250] {
      let played = play([250, 550, 354, last], pipelining: true)
      #expect(played.sent == [mail + recipient + "DATA\r\n", ".\r\n"])
      #expect(!played.contentBegan)
      #expect(played.end == .end(SMTPReply(code: 550), .clean))
    }
  }

  @Test func aRefusedEnvelopeIsForgottenBeforeTheNextMessage() {
    #expect(play([250, 550, 554], pipelining: true).end == .end(SMTPReply(code: 550), .mustReset))
    #expect(play([250, 550], pipelining: false).end == .end(SMTPReply(code: 550), .mustReset))
    #expect(play([550], pipelining: false).end == .end(SMTPReply(code: 550, stage: .sender), .clean))
    #expect(
      play([250, 250, 250, 354], pipelining: true, resets: true).sent == [
        "RSET\r\n" + mail + recipient + "DATA\r\n", message,
      ])
    #expect(
      play([250, 250, 250, 354], pipelining: false, resets: true).sent == [
        "RSET\r\n", mail, recipient, "DATA\r\n", message,
      ])
  }

  @Test(arguments: [554, 452, 421]) func aRefusalOfTheMessageIsAboutIt(_ code: Int) {
    let played = play([250, 250, 354, code], pipelining: true)
    #expect(
      played.end
        == .end(SMTPReply(code: code, stage: .content), code == 421 ? .mustClose : .clean))
  }

  @Test func aServerThatClosesIsTakenAtItsWordAtAnyPlace() {
    for count in 0..<3 {
      let replies = Array([250, 250].prefix(count)) + [421]
      for pipelining in [true, false] {
        let stage: SMTPReply.Stage = count == 0 ? .sender : .recipient
        #expect(play(replies, pipelining: pipelining).end == .end(SMTPReply(code: 421, stage: stage), .mustClose))
      }
    }
    #expect(play([250, 550, 421], pipelining: true).end == .end(SMTPReply(code: 550), .mustClose))
  }

  /// A reply at the wrong place: what would follow could be taken for the reply to something else.
  @Test(arguments: [[354], [250, 354], [250, 250, 250], [250, 250, 354, 354], [250, 250, 354, 251], [334]])
  func aReplyAtAPlaceWhereItMeansNothingEndsTheDialogue(_ replies: [Int]) {
    for pipelining in [true, false] { #expect(play(replies, pipelining: pipelining).end == .senseless) }
  }

  @Test func theLengthIsSaidWhereTheServerAsksForIt() {
    var submission = SMTPSubmission(Self.message, Self.extensions("SIZE 1000"), resets: false)
    #expect(String(decoding: submission.begin(), as: UTF8.self) == "MAIL FROM:<a@example.org> SIZE=20\r\n")
  }

  @Test(arguments: [
    ("Subject: x\r\n\r\nbody", "Subject: x\r\n\r\nbody\r\n.\r\n"), ("", ".\r\n"), (".\r\n..\r\n", "..\r\n...\r\n.\r\n"),
    ("a.\r\nb\r\n", "a.\r\nb\r\n.\r\n"),
  ])
  func theEndOfTheMessageCannotStandInIt(_ content: String, _ sent: String) {
    var message = Self.message
    message.content = Array(content.utf8)
    var submission = SMTPSubmission(message, Self.extensions("PIPELINING"), resets: false)
    _ = submission.begin()
    for _ in 0..<2 { #expect(submission.take(SMTPReply(code: 250)) == .read) }
    #expect(submission.take(SMTPReply(code: 354)) == .send(Array(sent.utf8)))
  }

  @Test(arguments: ["a\nb\r\n", "a\rb\r\n", "a\r\r\n", "a\u{0}b\r\n", "ä\r\n", "a\r"])
  func aMessageThatServersReadInTwoWaysIsNotSent(_ content: String) {
    var message = Self.message
    message.content = Array(content.utf8)
    #expect(message.fault != nil)
    message.content = Array("a\r\nb".utf8)
    #expect(message.fault == nil)
  }

  @Test(arguments: ["b@example.org>\r\nRCPT TO:<c@example.org", "b c@example.org", "b@exämple.org", "", "b\u{0}@x"])
  func anAddressCannotCarryACommand(_ address: String) {
    var message = Self.message
    message.recipient = address
    #expect(message.fault != nil)
  }
}

@Suite struct SMTPReplyReaderTests {
  private func read(_ text: String, inPiecesOf size: Int = .max) throws -> [SMTPReply] {
    var reader = SMTPReplyReader()
    var replies: [SMTPReply] = []
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      reader.append(rest.prefix(size))
      rest = rest.dropFirst(size)
      while let reply = try reader.next() { replies.append(reply) }
    }
    #expect(reader.isEmpty)
    return replies
  }

  @Test(arguments: [1, 2, 7, 1_000]) func repliesAreTheSameInWhateverPiecesTheyCome(_ size: Int) throws {
    let text =
      "250 2.1.0 Ok\r\n250-one\r\n250-two\r\n250 three\r\n550-5.1.1 no such\r\n550 5.1.1 person\r\n354 go on\n221\r\n"
    #expect(
      try read(text, inPiecesOf: size) == [
        SMTPReply(code: 250, status: "2.1.0"), SMTPReply(code: 250), SMTPReply(code: 550, status: "5.1.1"),
        SMTPReply(code: 354), SMTPReply(code: 221),
      ])
  }

  @Test(arguments: [
    "hello\r\n", "25 x\r\n", "2500 x\r\n", "199 x\r\n", "650 x\r\n", "250-a\r\n550 b\r\n", "250-a\r\n\r\n",
    "\u{0}250 x\r\n",
    "250 " + String(repeating: "x", count: 3_000) + "\r\n", String(repeating: "y", count: 3_000),
    String(repeating: "250-more\r\n", count: 10_000),
  ])
  func wordsThatAreNoReplyAreNotListenedTo(_ text: String) {
    #expect(throws: SMTPReplyReader.Unreadable()) { try read(text) }
  }

  @Test func aNulInTheTextOfAReplyIsNothing() throws {
    #expect(try read("550 5.1.1 no\u{0}body\r\n") == [SMTPReply(code: 550, status: "5.1.1")])
  }

  @Test func onlyTheExtensionsOfTheProtectedConnectionCount() {
    var extensions = SMTPExtensions()
    for line in [
      "220 hi", "250-mail", "250-PIPELINING", "250 STARTTLS", "220 go", "250-mail", "250-size 100", "250 8BITMIME",
      "235 ok",
    ] {
      extensions.take(line: Array("\(line)\r\n".utf8))
    }
    #expect(!extensions.pipelining && extensions.size)
    var named = SMTPExtensions()
    named.take(line: Array("250-PIPELINING\r\n".utf8))
    named.take(line: Array("250 SIZE\r\n".utf8))
    #expect(!named.pipelining && named.size, "the first line is the server's name")
  }
}
