import Synchronization
import Testing

@testable import Executors
import Transport

@Suite struct SMTPTransportTests {
  /// A mail server that answers with what the steps say; `nil` cuts the connection.
  private func server(
    mail: String? = "250 ok", recipient: String? = "250 ok", data: String? = "354 go on", end: String? = "250 queued",
    received: @escaping @Sendable (String) -> Void = { _ in }
  ) throws -> ScriptedServer {
    try ScriptedServer { connection in
      connection.write("220 test ESMTP\r\n")
      var content = ""
      while let line = connection.line() {
        let reply: String?
        switch line.prefix(4).uppercased() {
        case "EHLO": reply = "250 test"
        case "MAIL": reply = mail
        case "RCPT": reply = recipient
        case "DATA":
          reply = data
          if let data, data.hasPrefix("354") {
            connection.write(data + "\r\n")
            while let line = connection.line(), line != "." { content += line + "\n" }
            received(content)
            guard let end else { return }
            connection.write(end + "\r\n")
            continue
          }
        case "QUIT": reply = "221 bye"
        default: reply = "250 ok"
        }
        guard let reply else { return }
        connection.write(reply + "\r\n")
      }
    }
  }

  private func send(
    _ port: Int, _ content: String = "Subject: x\r\n\r\nbody\r\n",
    isCancelled: @escaping @Sendable () -> Bool = { false }
  ) async throws -> Result<SMTPReply, TransportFailure> {
    let client = try CurlClient()
    defer { client.stop() }
    let message = SMTPMessage(
      server: SMTPServer(host: "127.0.0.1", port: port, security: .none), sender: "a@example.org",
      recipient: "b@example.org", content: Array(content.utf8), timeout: .seconds(10))
    return await client.send(message, isCancelled: isCancelled)
  }

  private func failure(_ result: Result<SMTPReply, TransportFailure>) -> TransportFailure.Kind? {
    if case .failure(let failure) = result { failure.kind } else { nil }
  }

  @Test func aMessageArrivesWithItsDotsDoubledAndLinesIntact() async throws {
    let seen = Mutex("")
    let server = try server { text in seen.withLock { $0 = text } }
    defer { server.stop() }
    let reply = try await send(server.port, "Subject: x\r\n\r\n.one dot\r\n..two\r\n.\r\nend\r\n").get()
    #expect(reply.code == 250)
    // As it goes over the wire (RFC 5321 §4.5.2); the server takes one dot away.
    #expect(seen.withLock { $0 } == "Subject: x\n\n..one dot\n...two\n..\nend\n")
  }

  @Test func aRefusedRecipientIsAVerdict() async throws {
    for code in [550, 451] {
      let server = try server(recipient: "\(code) no")
      defer { server.stop() }
      #expect(try await send(server.port).get().code == code)
    }
  }

  @Test func aRefusalAtTheEndOfTheDataIsAVerdict() async throws {
    for code in [554, 452] {
      let server = try server(end: "\(code) no")
      defer { server.stop() }
      #expect(try await send(server.port).get().code == code)
    }
  }

  @Test func aConnectionCutBeforeTheDataIsNotSent() async throws {
    for server in [try server(mail: nil), try server(recipient: nil), try server(data: nil)] {
      defer { server.stop() }
      #expect(failure(try await send(server.port)) == .notSent)
    }
  }

  @Test func aReplyLostAfterTheDataIsLost() async throws {
    let server = try server(end: nil)
    defer { server.stop() }
    #expect(failure(try await send(server.port)) == .lost)
  }

  @Test func aServerThatIsNotThereIsNotSent() async throws {
    let server = try server()
    server.stop()
    #expect(failure(try await send(server.port)) == .notSent)
  }

  @Test func aCancelledMessageNeverNamesItsRecipient() async throws {
    let server = try server()
    defer { server.stop() }
    let asked = Mutex(0)
    let result = try await send(server.port) {
      asked.withLock { asked in
        asked += 1
        return asked > 1
      }
    }
    #expect(result == .failure(.superseded))
  }

  @Test func securityIsRequiredWhenItIsConfigured() async throws {
    let server = try server()
    defer { server.stop() }
    let client = try CurlClient()
    defer { client.stop() }
    let message = SMTPMessage(
      server: SMTPServer(host: "127.0.0.1", port: server.port, security: .starttls), sender: "a@example.org",
      recipient: "b@example.org", content: [], timeout: .seconds(10))
    let result = await client.send(message) { false }
    #expect(failure(result) == .notSent)
  }
}
