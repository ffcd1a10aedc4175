import Synchronization
import Testing

@testable import Executors
import Transport

@Suite struct HTTPTransportTests {
  private func send(
    _ request: HTTPRequest, isCancelled: @escaping @Sendable () -> Bool = { false }
  ) async throws -> Result<HTTPResponse, TransportFailure> {
    let client = try CurlClient()
    defer { client.stop() }
    return await client.send(request, isCancelled: isCancelled)
  }

  private func kind(_ result: Result<HTTPResponse, TransportFailure>) -> TransportFailure.Kind? {
    if case .failure(let failure) = result { failure.kind } else { nil }
  }

  private func code(_ result: Result<HTTPResponse, TransportFailure>) -> String? {
    if case .failure(let failure) = result { failure.code } else { nil }
  }

  @Test func aRequestArrivesAsItWasWrittenAndTheAnswerComesBackWhole() async throws {
    let seen = Mutex<(head: [String], body: String)?>(nil)
    let server = try ScriptedServer { connection in
      guard let request = connection.request() else { return }
      seen.withLock { $0 = request }
      connection.reply(
        201, ["Date: Tue, 03 Mar 2026 09:00:00 GMT", "Request-Id: req_1", "Retry-After:  7 "], "{\"id\":\"é\"}")
    }
    defer { server.stop() }
    let result = try await send(
      HTTPRequest(
        .post, server.url + "/v1/x?y=1", headers: [("Idempotency-Key", "k/1"), ("Authorization", "Bearer s")],
        body: Array("a=%C3%A9".utf8), allowPlaintext: true))
    let response = try result.get()
    #expect(response.status == 201)
    #expect(String(decoding: response.body, as: UTF8.self) == "{\"id\":\"é\"}")
    #expect(response.headers["request-ID"] == "req_1")
    #expect(response.headers["Retry-After"] == "7")
    let request = try #require(seen.withLock { $0 })
    #expect(request.head.first == "POST /v1/x?y=1 HTTP/1.1")
    #expect(request.head.contains("Idempotency-Key: k/1"))
    #expect(!request.head.contains { $0.lowercased().hasPrefix("expect") })
    #expect(request.body == "a=%C3%A9")
  }

  @Test func aRefusedConnectionIsNotSent() async throws {
    let server = try ScriptedServer { _ in }
    server.stop()
    let result = try await send(HTTPRequest(.post, server.url, body: [1], allowPlaintext: true))
    #expect(kind(result) == .notSent)
    #expect(code(result) == "connect_failed")
  }

  @Test func anUnknownHostIsNotSent() async throws {
    let result = try await send(HTTPRequest(.get, "http://nobody.invalid/", allowPlaintext: true))
    #expect(kind(result) == .notSent)
    #expect(code(result) == "resolve_failed")
  }

  @Test func aReplyThatNeverComesIsLost() async throws {
    let server = try ScriptedServer { _ = $0.request() }
    defer { server.stop() }
    let result = try await send(HTTPRequest(.post, server.url, body: [1, 2, 3], allowPlaintext: true))
    #expect(kind(result) == .lost)
  }

  @Test func aReplyThatBreaksOffIsLost() async throws {
    let server = try ScriptedServer { connection in
      _ = connection.request()
      connection.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")
    }
    defer { server.stop() }
    #expect(kind(try await send(HTTPRequest(.post, server.url, allowPlaintext: true))) == .lost)
  }

  @Test func aServerThatIsTooSlowIsLostAsTimeout() async throws {
    let server = try ScriptedServer { connection in
      _ = connection.request()
      connection.drain()
    }
    defer { server.stop() }
    let result = try await send(
      HTTPRequest(.post, server.url, timeout: .milliseconds(200), allowPlaintext: true))
    #expect(kind(result) == .lost)
    #expect(code(result) == "timeout")
  }

  @Test func aTLSHandshakeThatFailsIsNotSent() async throws {
    let server = try ScriptedServer { connection in
      _ = connection.bytes(5)
      connection.write("HTTP/1.1 400 no TLS here\r\n\r\n")
    }
    defer { server.stop() }
    let result = try await send(HTTPRequest(.post, "https://127.0.0.1:\(server.port)/", body: [1]))
    #expect(kind(result) == .notSent)
  }

  @Test func plaintextIsRefusedUnlessItIsAllowed() async throws {
    let server = try ScriptedServer { $0.drain() }
    defer { server.stop() }
    let result = try await send(HTTPRequest(.get, server.url))
    #expect(code(result) == "bad_request")
    #expect(kind(result) == .notSent)
    #expect(server.connections == 0)
  }

  @Test func otherProtocolsThanHTTPAreRefused() async throws {
    #expect(code(try await send(HTTPRequest(.get, "file:///etc/passwd", allowPlaintext: true))) == "bad_request")
  }

  @Test func aRedirectIsAnAnswerAndIsNotFollowed() async throws {
    let server = try ScriptedServer { connection in
      while connection.request() != nil { connection.reply(302, ["Location: /elsewhere"]) }
    }
    defer { server.stop() }
    let response = try await send(HTTPRequest(.get, server.url, allowPlaintext: true)).get()
    #expect(response.status == 302)
    #expect(server.connections == 1)
  }

  @Test func aReplyBeyondTheLimitIsCutAndLost() async throws {
    let server = try ScriptedServer { connection in
      _ = connection.request()
      connection.reply(200, [], String(repeating: "x", count: 5_000))
    }
    defer { server.stop() }
    let result = try await send(
      HTTPRequest(.post, server.url, maxResponseBytes: 1_000, allowPlaintext: true))
    #expect(code(result) == "response_too_large")
    #expect(kind(result) == .lost)
  }

  @Test func aHeaderWithALineBreakNeverLeaves() async throws {
    let server = try ScriptedServer { $0.drain() }
    defer { server.stop() }
    for (name, value) in [
      ("X", "a\r\nAuthorization: forged"), ("X", "a\nb"), ("X\r\nY", "a"), ("", "a"), ("X", "a\0b"),
    ] {
      let result = try await send(HTTPRequest(.get, server.url, headers: [(name, value)], allowPlaintext: true))
      #expect(code(result) == "bad_request")
    }
    #expect(server.connections == 0)
  }

  @Test func aCancelledRequestNeverReachesTheServer() async throws {
    let server = try ScriptedServer { $0.drain() }
    defer { server.stop() }
    let result = try await send(HTTPRequest(.post, server.url, allowPlaintext: true)) { true }
    #expect(code(result) == "superseded")
    #expect(server.connections == 0)
  }

  @Test func aRequestThatIsCancelledWhileItConnectsSendsNoByte() async throws {
    let received = Mutex<[UInt8]?>([])
    let server = try ScriptedServer { connection in
      let byte = connection.bytes(1)
      received.withLock { $0 = byte }
    }
    defer { server.stop() }
    let asked = Mutex(0)
    // The first question is asked before connecting, the second one when the connection stands.
    let result = try await send(HTTPRequest(.post, server.url, body: [1], allowPlaintext: true)) {
      asked.withLock { asked in
        asked += 1
        return asked > 1
      }
    }
    #expect(code(result) == "superseded")
    #expect(kind(result) == .notSent)
    #expect(asked.withLock { $0 } == 2)
  }

  @Test func aKeptConnectionIsUsedAgain() async throws {
    let server = try ScriptedServer { connection in
      while connection.request() != nil { connection.reply(200) }
    }
    defer { server.stop() }
    let client = try CurlClient()
    defer { client.stop() }
    for _ in 0..<3 {
      _ = try await client.send(HTTPRequest(.get, server.url, allowPlaintext: true, mayRepeat: true)) { false }.get()
    }
    #expect(server.connections == 1)
  }

  @Test func aRequestThatMustNotBeRepeatedIsSentOnceOnly() async throws {
    let requests = Mutex(0)
    // Every connection answers its first request and dies at its second one.
    let server = try ScriptedServer { connection in
      guard connection.request() != nil else { return }
      requests.withLock { $0 += 1 }
      connection.reply(200)
      if connection.request() != nil { requests.withLock { $0 += 1 } }
    }
    defer { server.stop() }
    let client = try CurlClient()
    defer { client.stop() }
    for _ in 0..<3 {
      _ = try await client.send(HTTPRequest(.post, server.url, allowPlaintext: true)) { false }.get()
    }
    #expect(requests.withLock { $0 } == 3)
    #expect(server.connections == 3)
  }

  @Test func manyExchangesRunAtOnceAndEachGetsItsOwnAnswer() async throws {
    let server = try ScriptedServer { connection in
      while let request = connection.request() { connection.reply(200, [], request.body) }
    }
    defer { server.stop() }
    let client = try CurlClient(connectionsPerHost: 8)
    defer { client.stop() }
    let url = server.url
    let answers = await withTaskGroup(of: (Int, String?).self) { group in
      for number in 0..<200 {
        group.addTask {
          let result = await client.send(
            HTTPRequest(.post, url, body: Array("n\(number)".utf8), allowPlaintext: true, mayRepeat: true)
          ) { false }
          return (number, (try? result.get()).map { String(decoding: $0.body, as: UTF8.self) })
        }
      }
      return await group.reduce(into: [Int: String]()) { $0[$1.0] = $1.1 }
    }
    #expect(answers.count == 200)
    #expect(answers.allSatisfy { $0.value == "n\($0.key)" })
    #expect(server.connections <= 8)
  }

  @Test func stoppingLosesWhatWasUnderWayAndRefusesWhatComesAfter() async throws {
    let client = try CurlClient()
    let server = try ScriptedServer { connection in
      _ = connection.request()
      client.stop()
      connection.drain()
    }
    defer { server.stop() }
    let first = await client.send(HTTPRequest(.post, server.url, allowPlaintext: true)) { false }
    #expect(kind(first) == .lost)
    #expect(code(first) == "stopped")
    let second = await client.send(HTTPRequest(.post, server.url, allowPlaintext: true)) { false }
    #expect(kind(second) == .notSent)
  }
}
