import Synchronization
import Testing

import Transport

/// Messages over connections that are kept, to a server that announces PIPELINING.
@Suite struct SMTPConnectionTests {
  /// A mail server whose replies stand in a list: `script` answers each command, and nil cuts the connection.
  private func server(
    _ heard: Lines, _ script: @escaping @Sendable (_ command: String, _ connection: Int) -> String?
  ) throws -> ScriptedServer {
    let number = Counter()
    return try ScriptedServer { connection in
      let own = number.next()
      connection.write("220 test ESMTP\r\n")
      while let line = connection.line() {
        if line.uppercased().hasPrefix("EHLO") {
          connection.write("250-test\r\n250-PIPELINING\r\n250 SIZE 1000000\r\n")
          continue
        }
        heard.lines.withLock { $0.append(line) }
        guard let reply = script(String(line.prefix(4)), own) else { return }
        connection.write(reply.isEmpty ? "" : reply + "\r\n")
        guard reply.hasPrefix("354") else { continue }
        while let line = connection.line(), line != "." {}
        guard let end = script(".", own) else { return }
        connection.write(end.isEmpty ? "" : end + "\r\n")
      }
    }
  }

  private final class Counter: Sendable {
    private let count = Mutex(0)
    var isBegun: Bool { count.withLock { $0 > 0 } }
    func next() -> Int {
      count.withLock { count in
        count += 1
        return count
      }
    }
  }

  private static let good: @Sendable (String) -> String = { command in
    switch command {
    case "DATA": "354 go on"
    case ".": "250 queued"
    case "QUIT": "221 bye"
    default: "250 ok"
    }
  }

  private func message(_ port: Int, timeout: Duration = .seconds(10)) -> SMTPMessage {
    SMTPMessage(
      server: SMTPServer(host: "127.0.0.1", port: port, security: .none), sender: "a@example.org",
      recipient: "b@example.org", content: Array("Subject: x\r\n\r\nbody\r\n".utf8), timeout: timeout)
  }

  /// The server's decision about a message; nil if there is none.
  private func reply(_ client: CurlClient, _ server: ScriptedServer) async -> SMTPReply? {
    try? await client.send(message(server.port)) { false }.get()
  }

  private func with<T>(
    _ script: @escaping @Sendable (_ command: String, _ connection: Int) -> String?,
    _ body: (_ client: CurlClient, _ server: ScriptedServer, _ heard: @Sendable () -> [String]) async throws -> T
  ) async throws -> T {
    let heard = Lines()
    let server = try server(heard, script)
    let client = try CurlClient()
    defer {
      client.stop()
      server.stop()
    }
    return try await body(client, server, { heard.lines.withLock { $0 } })
  }

  private final class Lines: Sendable { let lines = Mutex<[String]>([]) }

  @Test func theCommandsOfTheEnvelopeAreThereBeforeTheirReplies() async throws {
    // The server answers nothing before DATA has come: one command at a time would end in a time-out.
    try await with({ command, _ in
      switch command {
      case "MAIL", "RCPT": ""
      case "DATA": "250 ok\r\n250 ok\r\n354 go on"
      default: Self.good(command)
      }
    }) { client, server, heard in
      #expect(await reply(client, server) == SMTPReply(code: 250, stage: .content))
      #expect(heard().prefix(3) == ["MAIL FROM:<a@example.org> SIZE=20", "RCPT TO:<b@example.org>", "DATA"])
    }
  }

  @Test func oneConnectionCarriesManyMessages() async throws {
    try await with({ command, _ in Self.good(command) }) { client, server, heard in
      for _ in 0..<50 { #expect(await reply(client, server)?.code == 250) }
      #expect(server.connections == 1)
      #expect(heard().count { $0.hasPrefix("MAIL") } == 50)
    }
  }

  @Test func messagesAtOnceTakeConnectionsOfTheirOwnUpToTheLimit() async throws {
    let server = try server(Lines()) { command, _ in Self.good(command) }
    let client = try CurlClient(connectionsPerHost: 3)
    defer {
      client.stop()
      server.stop()
    }
    let codes = await withTaskGroup(of: Int?.self) { group in
      for _ in 0..<40 { group.addTask { try? await client.send(message(server.port)) { false }.get().code } }
      return await group.reduce(into: [Int?]()) { $0.append($1) }
    }
    #expect(codes == Array(repeating: 250, count: 40))
    #expect((1...3).contains(server.connections))
  }

  @Test func aRefusedRecipientLeavesTheConnectionForTheNextMessage() async throws {
    let refusals = Counter()
    try await with({ command, _ in
      if command == "RCPT", refusals.next() == 1 { return "550 5.1.1 nobody" }
      return command == "DATA" && refusals.next() == 2 ? "554 5.5.1 no valid recipients" : Self.good(command)
    }) { client, server, heard in
      let refused = await reply(client, server)
      #expect(refused == SMTPReply(code: 550, status: "5.1.1"))
      #expect(await reply(client, server)?.code == 250)
      #expect(server.connections == 1)
      #expect(heard().dropFirst(3).first == "RSET")
    }
  }

  /// RFC 2920 §3.1: DATA is accepted although the recipient was refused. Nobody may get the message.
  @Test func aServerThatTakesDataForNobodyIsGivenAnEmptyMessage() async throws {
    let recipients = Counter()
    let ends = Counter()
    try await with({ command, _ in
      switch command {
      case "RCPT": recipients.next() == 1 ? "550 5.1.1 nobody" : "250 ok"
      case ".": ends.next() == 1 ? "554 5.5.1 no valid recipients" : "250 queued"
      default: Self.good(command)
      }
    }) { client, server, heard in
      #expect(await reply(client, server) == SMTPReply(code: 550, status: "5.1.1"))
      #expect(await reply(client, server)?.code == 250)
      #expect(server.connections == 1)
      #expect(!heard().contains("RSET"))
    }
  }

  @Test(arguments: ["421 4.3.2 going down", nil] as [String?])
  func aConnectionThatEndedBetweenTwoMessagesIsReplacedWithoutAWord(_ goodbye: String?) async throws {
    let mails = Counter()
    try await with({ command, connection in
      // The first connection ends as soon as it is used for a second message.
      if command == "MAIL", mails.next() == 2, connection == 1 { return goodbye }
      return Self.good(command)
    }) { client, server, heard in
      for _ in 0..<3 { #expect(await reply(client, server)?.code == 250) }
      #expect(server.connections == 2)
    }
  }

  @Test func aServerThatClosesANewConnectionIsNotAskedAgain() async throws {
    try await with({ command, _ in command == "MAIL" ? "421 4.7.0 too many" : Self.good(command) }) {
      client, server, _ in
      #expect(await reply(client, server) == SMTPReply(code: 421, status: "4.7.0", stage: .sender))
      #expect(server.connections == 1)
    }
  }

  @Test func aReplyLostAfterTheMessageIsLostAlsoOnAKeptConnection() async throws {
    let ends = Counter()
    try await with({ command, _ in command == "." && ends.next() == 2 ? nil : Self.good(command) }) {
      client, server, heard in
      #expect(await reply(client, server)?.code == 250)
      guard case .failure(let failure) = await client.send(message(server.port), isCancelled: { false }) else {
        Issue.record("the message was taken without a reply")
        return
      }
      #expect(failure.kind == .lost)
      #expect(heard().count { $0.hasPrefix("MAIL") } == 2, "it is not sent again")
    }
  }

  @Test func aServerThatSaysMoreThanItWasAskedIsNotBelievedTwice() async throws {
    try await with({ command, _ in
      command == "." ? "250 queued\r\n250 and this\r\n250 and that\r\n354 come on" : Self.good(command)
    }) {
      client, server, heard in
      for _ in 0..<2 { #expect(await reply(client, server)?.code == 250) }
      #expect(server.connections == 2)
    }
  }

  @Test func anAcknowledgementBeforeTheMessageIsNone() async throws {
    try await with({ command, _ in command == "DATA" ? "354 go on\r\n250 queued" : Self.good(command) }) {
      client, server, heard in
      guard case .failure(let failure) = await client.send(message(server.port), isCancelled: { false }) else {
        Issue.record("the message counts as sent")
        return
      }
      #expect(failure.code == "unreadable_reply" && failure.kind == .notSent)
    }
  }

  @Test(arguments: ["MAIL", "RCPT", "DATA", "."]) func aServerThatSaysNothingIsGivenUp(_ silent: String) async throws {
    let isSilent = Counter()
    try await with({ command, _ in
      let isOver = command == silent || isSilent.isBegun
      if isOver { _ = isSilent.next() }
      return isOver ? "" : Self.good(command)
    }) { client, server, _ in
      let result = await client.send(message(server.port, timeout: .milliseconds(300)), isCancelled: { false })
      guard case .failure(let failure) = result else {
        Issue.record("\(result)")
        return
      }
      #expect(failure.code == "timeout")
      #expect(failure.kind == (silent == "." ? .lost : .notSent))
    }
  }

  @Test(arguments: ["MAIL", "."]) func aServerWhoseWordsAreNoReplyIsGivenUp(_ place: String) async throws {
    for words in [
      "whatever", "250-" + String(repeating: "x", count: 5_000), String(repeating: "250-x\r\n", count: 20_000),
      "250\u{0}",
    ] {
      try await with({ command, _ in command == place ? words : Self.good(command) }) { client, server, _ in
        let result = await client.send(message(server.port), isCancelled: { false })
        guard case .failure(let failure) = result else {
          Issue.record("\(result)")
          return
        }
        #expect(failure.code == "unreadable_reply")
        #expect(failure.kind == (place == "." ? .lost : .notSent))
      }
    }
  }

  @Test func stoppingEndsWhatIsUnderWayAndWhatComesLater() async throws {
    try await with({ command, _ in command == "." ? "" : Self.good(command) }) { client, server, heard in
      async let result = client.send(message(server.port), isCancelled: { false })
      let began = AsyncStream<Void>.makeStream()
      // The second question is asked when the connection is open.
      let asked = Counter()
      async let second = client.send(message(server.port)) {
        if asked.next() == 2 { began.continuation.finish() }
        return false
      }
      for await _ in began.stream {}
      client.stop()
      for result in [await result, await second] {
        guard case .failure(let failure) = result else {
          Issue.record("\(result)")
          continue
        }
        #expect(failure.code == "stopped")
      }
      let late = await client.send(message(server.port), isCancelled: { false })
      guard case .failure(let failure) = late else {
        Issue.record("\(late)")
        return
      }
      #expect(failure.code == "stopped" && failure.kind == .notSent)
    }
  }

  @Test func aQuestionAboutTheSignInIsAskedOnAConnectionOfItsOwn() async throws {
    try await with({ command, _ in Self.good(command) }) { client, server, heard in
      #expect(await reply(client, server)?.code == 250)
      let probe = SMTPMessage.probe(of: message(server.port).server, timeout: .seconds(10))
      let answer = await client.send(probe) { false }
      #expect(answer == .success(SMTPReply(code: 250, stage: .connection)))
      #expect(server.connections == 2)
      #expect(heard().contains("NOOP"))
    }
  }
}
