import Foundation
import Secrets
import Synchronization
import Testing
import Transport

/// Questions to a mailbox, over a real connection: what a server may answer, and what it must not make us believe.
@Suite struct IMAPTransportTests {
  /// A server that greets, lets everybody in, and answers the rest by the first word that fits; `TAG` is the command's tag.
  private func with<T>(
    _ answers: [(String, String)], _ body: (MailboxReader) async throws -> T
  ) async throws -> T {
    let server = try ScriptedServer { connection in
      connection.write("* OK [CAPABILITY IMAP4rev1] ready\r\n")
      while let line = connection.line() {
        let tag = String(line.prefix { $0 != " " })
        let command = line.dropFirst(tag.count + 1)
        if let answer = answers.first(where: { command.hasPrefix($0.0) })?.1 {
          connection.write(answer.replacing("TAG", with: tag))
        } else if command.hasPrefix("CAPABILITY") {
          connection.write("* CAPABILITY IMAP4rev1\r\n\(tag) OK done\r\n")
        } else if command.hasPrefix("SELECT") {
          connection.write("* 3 EXISTS\r\n* OK [UIDVALIDITY 7] valid\r\n\(tag) OK [READ-WRITE] done\r\n")
        } else if command.hasPrefix("LOGOUT") {
          connection.write("* BYE\r\n\(tag) OK done\r\n")
          return
        } else {
          connection.write("\(tag) OK done\r\n")
        }
      }
    }
    let client = try CurlClient()
    defer {
      client.stop()
      server.stop()
    }
    let folder = IMAPFolder(host: "127.0.0.1", port: server.port, security: .none, user: "u", proof: .password("p"))
    return try await body(MailboxReader(folder, transport: client, timeout: .seconds(5)))
  }

  private func code<T>(_ ask: () async throws(TransportFailure) -> T) async -> String? {
    do throws(TransportFailure) {
      _ = try await ask()
      return nil
    } catch {
      return error.code
    }
  }

  @Test func aMailboxTellsItsStateItsMailsAndEachOfThem() async throws {
    let list =
      "* 1 FETCH (UID 5 RFC822.SIZE 44 INTERNALDATE \"17-Jul-2026 02:44:25 -0700\")\r\n"
      + "* 2 FETCH (FLAGS (\\Seen))\r\n* 3 FETCH (RFC822.SIZE 9 UID 6)\r\n* 4 FETCH (UID 99)\r\n"
      + "* 5 FETCH (UID 99999999999999999999)\r\n* 4 EXPUNGE\r\nTAG OK done\r\n"
    try await with([
      ("STATUS", "* STATUS \"INBOX\" (UIDNEXT 8 UIDVALIDITY 7)\r\nTAG OK done\r\n"), ("UID FETCH 5:7", list),
      ("UID FETCH 5 BODY", "* 1 FETCH (UID 5 BODY[]<0> {5}\r\na\r\n\0b)\r\nTAG OK done\r\n"),
    ]) { reader in
      #expect(try await reader.state() == MailboxReader.State(validity: 7, next: 8))
      let entries = try await reader.entries(5...7, validity: 7)
      #expect(entries.map(\.number) == [5, 6] && entries.map(\.size) == [44, 9])
      #expect(entries.map(\.arrived) == ["17-Jul-2026 02:44:25 -0700", nil])
      #expect(try await reader.mail(5, validity: 7, bytes: 100) == Array("a\r\n\0b".utf8))
      #expect(
        await code { () throws(TransportFailure) in try await reader.mail(6, validity: 7, bytes: 9) } == "not_found")
    }
  }

  @Test func anotherValidityIsNoMailOfOurs() async throws {
    try await with([("UID FETCH", "* 1 FETCH (UID 5 BODY[] {1}\r\na)\r\nTAG OK done\r\n")]) { reader in
      #expect(
        await code { () throws(TransportFailure) in try await reader.mail(5, validity: 8, bytes: 9) } == "not_found")
      #expect(await code { () throws(TransportFailure) in try await reader.entries(1...9, validity: 8) } == "not_found")
    }
  }

  @Test func refusalsAndNonsenseAreTold() async throws {
    for (answer, expected) in [
      ("TAG NO no such folder\r\n", "refused"), ("TAG BAD what\r\n", "refused"),
      ("TAG OK done\r\n", "unreadable_reply"),
      ("* STATUS INBOX (UIDNEXT 0 UIDVALIDITY 7)\r\nTAG OK done\r\n", "unreadable_reply"),
      ("* STATUS INBOX (UIDNEXT -1 UIDVALIDITY x)\r\nTAG OK done\r\n", "unreadable_reply"),
    ] {
      try await with([("STATUS", answer)]) { reader in
        #expect(await code { () throws(TransportFailure) in try await reader.state() } == expected, "\(answer)")
      }
    }
    try await with([("UID FETCH", "* 1 FETCH (UID 5 BODY[] NIL)\r\nTAG OK done\r\n")]) { reader in
      #expect(
        await code { () throws(TransportFailure) in try await reader.mail(5, validity: 7, bytes: 9) }
          == "unreadable_reply")
    }
    try await with([("LOGIN", "TAG NO go away\r\n")]) { reader in
      #expect(await code { () throws(TransportFailure) in try await reader.state() } == "login_denied")
    }
  }

  @Test func aServerThatSendsMoreThanItWasAskedForIsCutOff() async throws {
    let long = String(repeating: "a", count: 100_000)
    try await with([
      ("UID FETCH 5 BODY", "* 1 FETCH (UID 5 BODY[] {100000}\r\n\(long))\r\nTAG OK done\r\n"),
      ("STATUS", String(repeating: "* STATUS x\r\n", count: 5_000) + "TAG OK done\r\n"),
    ]) { reader in
      #expect(
        await code { () throws(TransportFailure) in try await reader.mail(5, validity: 7, bytes: 9) }
          == "response_too_large")
      // Libcurl has a limit of its own for lines.
      let cut = await code { () throws(TransportFailure) in try await reader.state() }
      #expect(cut == "response_too_large" || cut == "connection_lost")
    }
  }

  @Test func aFoldersNameCannotHoldACommand() async throws {
    let client = try CurlClient()
    defer { client.stop() }
    for name in ["", "a\r\nx LOGOUT", "a\"b", "a\\b", "Entwürfe", String(repeating: "a", count: 256)] {
      let folder = IMAPFolder(host: "127.0.0.1", port: 1, security: .none, user: "u", proof: .password("p"), name: name)
      let reader = MailboxReader(folder, transport: client, timeout: .seconds(5))
      #expect(await code { () throws(TransportFailure) in try await reader.state() } == "bad_request")
    }
  }

  /// A server that lets nobody in but the bearer of the token `good`, and knows these mechanisms.
  private func signIn(_ mechanisms: String, token: Secret) async throws -> (code: String?, lines: [String]) {
    let lines = Heard()
    let server = try ScriptedServer { connection in
      connection.write("* OK [CAPABILITY IMAP4rev1 SASL-IR \(mechanisms)] ready\r\n")
      while let line = connection.line() {
        lines.add(line)
        let words = line.split(separator: " ").map(String.init)
        let tag = words[0]
        switch words.count > 1 ? words[1] : "" {
        case "CAPABILITY": connection.write("* CAPABILITY IMAP4rev1 SASL-IR \(mechanisms)\r\n\(tag) OK done\r\n")
        case "AUTHENTICATE":
          if Self.proof(words.last ?? "").contains("auth=Bearer good\u{1}") {
            connection.write("\(tag) OK welcome\r\n")
          } else {
            // The error, as JSON; the client answers with anything, and is refused (RFC 7628 §3.2.3).
            connection.write("+ eyJzdGF0dXMiOiI0MDAifQ==\r\n")
            _ = connection.line()
            connection.write("\(tag) NO who are you\r\n")
          }
        case "STATUS": connection.write("* STATUS \"INBOX\" (UIDNEXT 8 UIDVALIDITY 7)\r\n\(tag) OK done\r\n")
        default: connection.write("\(tag) OK done\r\n")
        }
      }
    }
    let client = try CurlClient()
    defer {
      client.stop()
      server.stop()
    }
    let folder = IMAPFolder(
      host: "127.0.0.1", port: server.port, security: .none, user: "bookings@example.com", proof: .token(token))
    let reader = MailboxReader(folder, transport: client, timeout: .seconds(5))
    let code = await code { () throws(TransportFailure) in try await reader.state() }
    return (code, lines.all.filter { !$0.contains("CAPABILITY") })
  }

  private final class Heard: Sendable {
    private let lines = Mutex<[String]>([])
    var all: [String] { lines.withLock { $0 } }
    func add(_ line: String) { lines.withLock { $0.append(line) } }
  }

  private static func proof(_ word: String) -> String {
    Data(base64Encoded: word).map { String(decoding: $0, as: UTF8.self) } ?? ""
  }

  @Test func anAccessTokenIsShownInTheMechanismThatTheServerKnows() async throws {
    let bearer = try await signIn("AUTH=PLAIN AUTH=CRAM-MD5 AUTH=XOAUTH2 AUTH=OAUTHBEARER", token: "good")
    #expect(bearer.code == nil)
    let words = try #require(bearer.lines.first).split(separator: " ").map(String.init)
    #expect(words[1...2] == ["AUTHENTICATE", "OAUTHBEARER"])
    #expect(Self.proof(words[3]).hasPrefix("n,a=bookings@example.com,\u{1}host=127.0.0.1\u{1}port="))
    let older = try await signIn("AUTH=PLAIN AUTH=CRAM-MD5 AUTH=XOAUTH2", token: "good")
    #expect(older.code == nil)
    let said = try #require(older.lines.first).split(separator: " ").map(String.init)
    #expect(said[1...2] == ["AUTHENTICATE", "XOAUTH2"])
    #expect(Self.proof(said[3]) == "user=bookings@example.com\u{1}auth=Bearer good\u{1}\u{1}")
  }

  @Test func aTokenThatIsRefusedIsALoginThatIsDenied() async throws {
    for mechanism in ["AUTH=XOAUTH2", "AUTH=OAUTHBEARER"] {
      #expect(try await signIn(mechanism, token: "old").code == "login_denied")
    }
  }

  @Test func aServerThatKnowsNoTokensIsShownNothing() async throws {
    let told = try await signIn("AUTH=PLAIN AUTH=LOGIN AUTH=CRAM-MD5", token: "good")
    #expect(told.code == "login_denied")
    #expect(!told.lines.contains { $0.contains("AUTHENTICATE") || $0.contains(" LOGIN") }, "\(told.lines)")
  }
}
